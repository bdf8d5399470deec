import { Prisma } from '../../prisma/generated/client/client.ts';
import { ago } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import type { Purge } from '../remove-rows.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { ofManyMonths } from './partitions.ts';
import { record } from './record.ts';

/** @limit Time that an event keeps the IP address and the user agent. Beyond: Both are emptied. */
export const CLIENT_KEPT_MS = 90 * DAY_MS;

/** @limit checkpoints: Checkpoints that one statement marks. Beyond: Another statement follows. */
export const MOST_MARKED = 5_000;

type Marked = { first: bigint | null; last: bigint | null };

/**
 * Marks the checkpoints whose events are older than AUDIT_TTL. Once a day, because each time is an event itself. The checkpoints stay, so
 * that the chain stays whole.
 */
export const markOldCheckpoints: Purge = async (app) => {
  const { auditTtl } = app.settings;
  const [{ isDue }] = await app.prisma.$queryRaw<[{ isDue: boolean }]>`
    SELECT coalesce((
      SELECT created_at < ${ago(auditTtl + DAY_MS)} FROM event_checkpoints WHERE rows_removed_at IS NULL ORDER BY number LIMIT 1
    ), false) AS "isDue"`;
  return isDue ? await transaction(app, (tx) => markOlderThan(tx, auditTtl)) : 0;
};

async function markOlderThan(tx: Transaction, ttl: number): Promise<number> {
  const [{ first, last }] = await tx.$queryRaw<[Marked]>`
    WITH due AS MATERIALIZED (
      SELECT number FROM event_checkpoints WHERE rows_removed_at IS NULL AND created_at < ${ago(ttl)}
      ORDER BY number LIMIT ${MOST_MARKED} FOR UPDATE SKIP LOCKED
    ),
    marked AS (
      UPDATE event_checkpoints SET rows_removed_at = now(), row_hashes = NULL FROM due
      WHERE event_checkpoints.number = due.number RETURNING first_position, last_position
    )
    SELECT min(first_position) AS first, max(last_position) AS last FROM marked`;
  if (first === null || last === null) return 0;
  await record(tx, {
    type: 'audit-log.shortened',
    portalId: null,
    actor: { kind: 'SYSTEM' },
    subject: { kind: 'AUDIT_LOG', id: null },
    data: { firstPosition: Number(first), lastPosition: Number(last) },
  });
  return 1;
}

/** The last position of the checkpoints that are marked. */
export const removedTo = Prisma.sql`(
  SELECT last_position FROM event_checkpoints
  WHERE number < coalesce(
    (SELECT number FROM event_checkpoints WHERE rows_removed_at IS NULL ORDER BY number LIMIT 1), 2147483647)
  ORDER BY number DESC LIMIT 1)`;

/** Those of no month of their own: a month is dropped as a whole. The trigger lets only events of marked checkpoints go. */
export const removeOldEvents: Purge = async ({ prisma }, most) => {
  let removed = 0;
  for (const { name } of await prisma.$queryRaw<{ name: string }[]>`${ofManyMonths}`) {
    const table = Prisma.raw(name);
    removed += await prisma.$executeRaw`
      DELETE FROM ${table} WHERE id IN (
        SELECT id FROM ${table} WHERE position <= ${removedTo} ORDER BY position LIMIT ${most - removed})`;
  }
  return removed;
};

export const forgetOldClients: Purge = async ({ prisma }, most) =>
  await prisma.$executeRaw`
    UPDATE events SET ip = NULL, user_agent = NULL WHERE id IN (
      SELECT id FROM events
      WHERE position IS NOT NULL AND (ip IS NOT NULL OR user_agent IS NOT NULL) AND at < ${ago(CLIENT_KEPT_MS)}
      LIMIT ${most})`;

/** Call it when the person is deleted. */
export async function forgetClient(tx: Pick<Prisma.TransactionClient, '$executeRaw'>, developerId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE events SET ip = NULL, user_agent = NULL
    WHERE (subject_id = ${developerId}::uuid OR actor_id = ${developerId}::uuid) AND (ip IS NOT NULL OR user_agent IS NOT NULL)`;
}
