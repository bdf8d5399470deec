import type { Developer } from '../../prisma/generated/client/client.ts';
import { Prisma } from '../../prisma/generated/client/client.ts';
import type { Keys } from '../app.ts';
import { ago } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import { newId } from '../ids.ts';
import type { Transaction } from '../transaction.ts';
import { findRefusalHash, getRefusalHash } from './refusal-key.ts';

/** @limit Time that a refusal of an email address is kept. Beyond: `refusedBefore` does not know it. */
export const REFUSAL_KEPT_MS = 2 * 365 * DAY_MS;

type Changed = Pick<Developer, 'id' | 'portalId' | 'email' | 'status'>;

/** Call it in each transaction that changes a status: it keeps that people are refused, and forgets it once they are not. */
export async function noteRefusals(tx: Transaction, changed: Changed[]): Promise<void> {
  const refused = changed.filter(({ status }) => status === 'REJECTED' || status === 'REVOKED');
  const others = changed.filter((developer) => !refused.includes(developer));
  if (others.length > 0) await tx.refusal.deleteMany({ where: { developerId: { in: others.map(({ id }) => id) } } });
  for (const [portalId, developers] of Map.groupBy(refused, (developer) => developer.portalId)) {
    const hash = await getRefusalHash(tx, portalId);
    const rows = developers.map(
      ({ id, email }) => Prisma.sql`(${newId()}::uuid, ${portalId}::uuid, ${id}::uuid, ${hash(email)})`,
    );
    await tx.$executeRaw`
      INSERT INTO refusals (id, portal_id, developer_id, hash) VALUES ${Prisma.join(rows)}
      ON CONFLICT (developer_id) DO UPDATE SET hash = excluded.hash, refused_at = now()`;
  }
}

/** For a person who is deleted and forgotten: also the refusals of earlier registrations with this email address. */
export async function forgetRefusals(tx: Transaction, { id, portalId, email }: Changed): Promise<void> {
  const hash = await findRefusalHash(tx, tx.keys, portalId);
  if (hash) await tx.refusal.deleteMany({ where: { OR: [{ developerId: id }, { portalId, hash: hash(email) }] } });
}

type Person = Pick<Developer, 'id' | 'email'>;

/** The ids of those whose email address was refused in another registration. */
export async function findRefused(
  db: Pick<Transaction, 'refusalKey' | '$queryRaw'>,
  keys: Keys,
  portalId: string,
  people: Person[],
): Promise<Set<string>> {
  const hash = await findRefusalHash(db, keys, portalId);
  if (!hash) return new Set();
  const refused = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT person.id::text FROM unnest(${people.map(({ id }) => id)}::uuid[], ${people.map(({ email }) => hash(email))}::bytea[])
      AS person (id, hash)
    JOIN refusals ON portal_id = ${portalId}::uuid AND refusals.hash = person.hash AND developer_id <> person.id
      AND refused_at > ${ago(REFUSAL_KEPT_MS)}`;
  return new Set(refused.map(({ id }) => id));
}
