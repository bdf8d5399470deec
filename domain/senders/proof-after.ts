import type { Transaction } from '../transaction.ts';
import type { Look, NamedDomain } from './look-at-domain.ts';

/** `isOverdue`: it has lapsed for as long as it may. */
export type Standing = { isProved: boolean; isLapsed: boolean; isOverdue: boolean };
export type Proof = { isProved: boolean; isLapsed: boolean; isTaken: boolean };

/**
 * What a look at the records changes.
 * @param isOwn whether the operator lets the portal prove the domain
 */
export async function proofAfter(
  tx: Transaction,
  named: NamedDomain,
  { isProved, isLapsed, isOverdue }: Standing,
  look: Look,
  isOwn: boolean,
): Promise<Proof> {
  const verdict = verdictOf(look);
  if (verdict === 'OPEN') return { isProved, isLapsed, isTaken: named.isTaken };
  if (verdict === 'VANISHED') return { isProved: isProved && !isOverdue, isLapsed: isProved && !isOverdue, isTaken: false };
  const isHeld = isProved || (isOwn && (await isFree(tx, named)));
  return { isProved: isHeld, isLapsed: false, isTaken: !isHeld };
}

/** An answer that did not come is neither: it proves nothing and takes nothing away. */
function verdictOf(look: Look): 'COMPLETE' | 'VANISHED' | 'OPEN' {
  const ownership = look.filter(({ record: { purpose } }) => purpose === 'OWNERSHIP').map(({ state }) => state);
  const keys = look.filter(({ record: { purpose } }) => purpose === 'DKIM').map(({ state }) => state);
  const isThere = (states: string[]) => states.includes('FOUND');
  const isAway = (states: string[]) => states.length > 0 && states.every((state) => state === 'MISSING' || state === 'WRONG');
  if (isThere(ownership) && isThere(keys)) return 'COMPLETE';
  return isAway(ownership) || isAway(keys) ? 'VANISHED' : 'OPEN';
}

/** One portal at a time asks, so that of a domain and one below it only the first is proved. */
async function isFree(tx: Transaction, { portalId, domain }: NamedDomain): Promise<boolean> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('sending domains of ' || current_schema(), 0))`;
  const [{ free }] = await tx.$queryRaw<[{ free: boolean }]>`
    SELECT NOT EXISTS (
      SELECT FROM sender_domains WHERE proved_at IS NOT NULL AND portal_id <> ${portalId}::uuid
        AND (domain = ${domain} OR domain LIKE '%.' || ${domain} OR ${domain} LIKE '%.' || domain)
    ) AS free`;
  return free;
}
