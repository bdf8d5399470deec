import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Origin } from '../client.ts';
import { fromNow } from '../clock.ts';
import { type Actor, byDeveloper, eventsFrom, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { REPORT_COUNTS_MS } from './note-reports.ts';

/** Why it was cleared: an admin did it, or the person used a mailed link, or came from a provider that vouches for the address. */
type Why = 'ADMIN' | 'LINK' | 'PROVIDER';

/**
 * From now on emails go out again. The row stays for a while, so that reports about emails of before, which come twice or late, do not
 * count. The developer should be locked.
 * @returns whether there was something to clear
 */
export async function clearState(
  tx: Transaction,
  developerId: string,
  why: Why,
  by = byDeveloper(developerId),
): Promise<boolean> {
  const cleared = await tx.$queryRaw<{ portalId: string; before: string }[]>`
    WITH before AS MATERIALIZED (SELECT * FROM mail_states WHERE id = ${developerId}::uuid AND state <> 'OK' FOR UPDATE)
    UPDATE mail_states SET ${CLEARED} FROM before WHERE mail_states.id = before.id
    RETURNING before.portal_id AS "portalId", before.state AS before`;
  await record(tx, ...cleared.map(({ portalId, before }) => clearedEvent(developerId, portalId, before, why, by)));
  return cleared.length > 0;
}

const clearedEvent = (id: string, portalId: string, before: string, why: Why, actor: Actor) => ({
  type: 'mail-state.cleared' as const,
  portalId,
  actor,
  subject: { kind: 'DEVELOPER' as const, id },
  data: { before, why },
});

/** For an UPDATE of `mail_states`. */
const CLEARED = Prisma.sql`state = 'OK', since = now(), detail = NULL, job_id = NULL, expires_at = ${fromNow(REPORT_COUNTS_MS)}`;

/**
 * For a statement of several parts: the same for the developer of `source`, whom a mailed link brought. Returns what the event needs.
 */
export const stateClearedBy = (source: Prisma.Sql): Prisma.Sql => Prisma.sql`
  UPDATE mail_states mark SET ${CLEARED} FROM ${source} AS person JOIN mail_states old ON old.id = person.id
  WHERE mark.id = person.id AND mark.state <> 'OK'
  RETURNING mark.id AS developer_id, mark.portal_id, old.state AS before, ${newId()}::uuid AS event_id`;

/** The event of each row that `stateClearedBy` returned. */
export const clearedByLink = (origin: Origin | null, cleared: Prisma.Sql): Prisma.Sql =>
  eventsFrom(origin, cleared, {
    type: 'mail-state.cleared',
    actor: { kind: 'DEVELOPER', id: Prisma.sql`developer_id` },
    subject: { kind: 'DEVELOPER', id: Prisma.sql`developer_id` },
    data: { before: Prisma.sql`before::text`, why: Prisma.sql`'LINK'::text` },
  });

/** A provider that people log in with says that this address is theirs. Most are not marked, and cost one look. */
export async function clearIfMarked(app: App, developerId: string, email: string): Promise<void> {
  const marked = await app.prisma.mailState.findFirst({
    where: { id: developerId, state: { not: 'OK' }, developer: { email } },
    select: { id: true },
  });
  if (marked) await transaction(app, async (tx) => void (await clearState(tx, developerId, 'PROVIDER')));
}

/** The address of the person is another now. */
export async function forgetState(tx: Transaction, developerId: string): Promise<void> {
  await tx.mailState.deleteMany({ where: { id: developerId } });
}
