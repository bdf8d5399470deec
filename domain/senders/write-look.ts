import { ago, fromNow } from '../clock.ts';
import { DAY_MS, HOUR_MS } from '../durations.ts';
import { type Actor, record } from '../events/record.ts';
import type { EventType } from '../events/types.ts';
import { addJobs } from '../jobs/add-job.ts';
import type { Transaction } from '../transaction.ts';
import type { Look, NamedDomain } from './look-at-domain.ts';
import { type Proof, proofAfter, type Standing } from './proof-after.ts';

/** @limit Time that a proved sending domain stays in use after its records vanished. Beyond: Emails come from MAIL_FROM. */
export const LAPSE_MS = 7 * DAY_MS;
/** @limit Time between two checks of a proved sending domain. Beyond: It is checked again. */
export const PROVED_EVERY_MS = DAY_MS;
/** @limit Time between two checks of a sending domain that is not proved, or whose records vanished. Beyond: It is checked again. */
export const OTHERS_EVERY_MS = HOUR_MS;
/** @limit Time for which workers check a sending domain that was never proved. Beyond: It is checked when an admin asks. */
export const AWAITED_MS = 14 * DAY_MS;

type About = { actor: Actor; isOwn: boolean };

/** Writes what follows from a look at the records, unless the portal has named another domain meanwhile. */
export async function writeLook(tx: Transaction, named: NamedDomain, seen: Look, { actor, isOwn }: About): Promise<void> {
  const before = await lockDomain(tx, named);
  if (!before) return;
  const look = await withoutReplaced(tx, named, seen);
  const tell = (type: Extract<EventType, `portal.sender-${string}`>) =>
    record(tx, {
      type,
      portalId: named.portalId,
      actor,
      subject: { kind: 'PORTAL', id: named.portalId },
      data: { domain: named.domain },
    });
  const after = await proofAfter(tx, named, before, look, isOwn);
  const found = Object.fromEntries(look.map(({ record: { name }, state, found }) => [name, { state, found }]));
  await writeRow(tx, named.portalId, after, found);
  await keepKeys(tx, named, look, after.isProved);
  if (!before.isProved && after.isProved) await tell('portal.sender-proved');
  if (before.isProved && !after.isProved) await tell('portal.sender-lost');
  if (!before.isLapsed && after.isLapsed) {
    await tell('portal.sender-lapsed');
    await warnOwners(tx, named.portalId);
  }
}

async function lockDomain(tx: Transaction, { portalId, token }: NamedDomain): Promise<Standing | null> {
  const [row] = await tx.$queryRaw<Standing[]>`
    SELECT proved_at IS NOT NULL AS "isProved", lapsed_at IS NOT NULL AS "isLapsed",
      coalesce(lapsed_at <= ${ago(LAPSE_MS)}, false) AS "isOverdue"
    FROM sender_domains WHERE portal_id = ${portalId}::uuid AND token = ${token} FOR NO KEY UPDATE`;
  return row ?? null;
}

/** Somebody may have replaced a key while the name servers were asked. */
async function withoutReplaced(tx: Transaction, { portalId }: NamedDomain, look: Look): Promise<Look> {
  const keys = await tx.senderKey.findMany({ where: { portalId }, select: { id: true } });
  return look.filter(({ record: { keyId } }) => keyId === null || keys.some(({ id }) => id === keyId));
}

async function writeRow(
  tx: Transaction,
  portalId: string,
  { isProved, isLapsed, isTaken }: Proof,
  found: object,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE sender_domains SET checked_at = now(), is_taken = ${isTaken}, found = ${JSON.stringify(found)}::jsonb,
      proved_at = CASE WHEN ${isProved} THEN coalesce(proved_at, now()) END,
      lapsed_at = CASE WHEN ${isLapsed} THEN coalesce(lapsed_at, now()) END,
      next_check_at = CASE
        WHEN ${isProved && !isLapsed} THEN ${fromNow(PROVED_EVERY_MS)}
        WHEN ${isProved} OR created_at > ${ago(AWAITED_MS)} THEN ${fromNow(OTHERS_EVERY_MS)} END
    WHERE portal_id = ${portalId}::uuid`;
}

/** A new key signs as soon as its record was found. Then the old one is forgotten. */
async function keepKeys(tx: Transaction, { portalId }: NamedDomain, look: Look, isProved: boolean): Promise<void> {
  const foundIds = look.flatMap(({ record: { keyId }, state }) => (keyId !== null && state === 'FOUND' ? [keyId] : []));
  const newest = foundIds.toSorted().at(-1);
  if (!isProved || newest === undefined) return;
  await tx.senderKey.updateMany({ where: { id: newest }, data: { isProved: true } });
  await tx.senderKey.deleteMany({ where: { portalId, id: { lt: newest } } });
}

async function warnOwners(tx: Transaction, portalId: string): Promise<void> {
  const owners = await tx.adminRole.findMany({
    where: { role: 'OWNER', OR: [{ portalId: null }, { portalId }] },
    select: { adminId: true },
    distinct: ['adminId'],
  });
  await addJobs(
    tx,
    'sendSenderLapsedEmail',
    portalId,
    owners.map(({ adminId }) => ({ adminId, portalId })),
  );
}
