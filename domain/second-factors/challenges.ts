import type { ChallengePurpose, FactorChallenge } from '../../prisma/generated/client/client.ts';
import { Prisma } from '../../prisma/generated/client/client.ts';
import { fromNow } from '../clock.ts';
import { InvalidToken } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Realm } from '../throttles/known-devices.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import type { Transaction } from '../transaction.ts';
import { type Owner, ownedBy } from './owner.ts';

/** @limit Time to prove or set up a second factor, from the answer that asks for it. Beyond: InvalidToken. */
export const CHALLENGE_MS = 5 * 60_000;
/** @limit attempts: Proofs of a second factor after one right password. Beyond: InvalidToken. */
export const MOST_CHALLENGE_TRIES = 5;
/**
 * So many that nobody who knows the password can end the challenge of its owner by asking for others.
 * @limit challenges: Open challenges of one person. Beyond: The oldest ends.
 */
export const MOST_CHALLENGES = 1_000;

type Database = Pick<Prisma.TransactionClient, '$queryRaw'>;

/** The client keeps the token. The challenge that WebAuthn signs is the hash of it. */
export type OpenedChallenge = { token: string; expiresAt: Date };

type Binding = {
  purpose: ChallengePurpose;
  /** For LOG_IN: the hash of the password that was right. */
  passwordHash?: string | null;
  /** The session that asks. Null before a log-in, and for a mailed link. */
  sessionId?: string | null;
  /** For ENROL_TOTP: seals the new secret for the row with this id. */
  sealFor?: (id: string) => Uint8Array<ArrayBuffer>;
};

export async function openChallenge(database: Database, owner: Owner, binding: Binding): Promise<OpenedChallenge> {
  const { purpose, passwordHash = null, sessionId = null, sealFor } = binding;
  const id = newId();
  const token = newSecret();
  const { adminId = null, developerId = null } = { adminId: null, developerId: null, ...owner };
  const [opened] = await database.$queryRaw<[{ expiresAt: Date }]>`
    WITH oldest AS (
      DELETE FROM factor_challenges WHERE id IN (
        SELECT id FROM factor_challenges WHERE ${ownedBy(owner)} ORDER BY created_at DESC, id DESC OFFSET ${MOST_CHALLENGES - 1}
        FOR UPDATE SKIP LOCKED
      )
    )
    INSERT INTO factor_challenges (id, hash, purpose, admin_id, developer_id, password_hash, sealed_secret, session_id, expires_at)
    VALUES (${id}::uuid, ${hashSecret(token)}, ${purpose}::"ChallengePurpose", ${adminId}::uuid, ${developerId}::uuid,
      ${passwordHash}, ${sealFor?.(id) ?? null}, ${sessionId}::uuid, ${fromNow(CHALLENGE_MS)})
    RETURNING expires_at AS "expiresAt"`;
  return { token, expiresAt: opened.expiresAt };
}

/**
 * Counts one try of a challenge. Committed before the proof is checked, so that a wrong one counts.
 * @param by null for a caller without a session, who has nothing but the token
 * @throws InvalidToken also for a challenge of another realm, purpose, person or session
 */
export async function tryChallenge(
  database: Database,
  token: string,
  purpose: ChallengePurpose,
  realm: Realm,
  by: { owner: Owner; sessionId: string } | null,
): Promise<FactorChallenge> {
  const inRealm =
    realm === 'admins'
      ? Prisma.sql`admin_id IS NOT NULL`
      : Prisma.sql`developer_id IN (SELECT id FROM developers WHERE portal_id = ${realm.portalId}::uuid)`;
  const ofCaller = by
    ? Prisma.sql`${ownedBy(by.owner)} AND session_id = ${by.sessionId}::uuid`
    : Prisma.sql`session_id IS NULL`;
  const [found] = await database.$queryRaw<FactorChallenge[]>`
    UPDATE factor_challenges SET tries = tries + 1
    WHERE hash = ${hashSecret(token)} AND purpose = ${purpose}::"ChallengePurpose" AND ${inRealm} AND ${ofCaller}
      AND tries < ${MOST_CHALLENGE_TRIES} AND expires_at > now()
    RETURNING id, hash, purpose, admin_id AS "adminId", developer_id AS "developerId", password_hash AS "passwordHash",
      sealed_secret AS "sealedSecret", session_id AS "sessionId", tries, expires_at AS "expiresAt", created_at AS "createdAt"`;
  if (!found) throw new InvalidToken('STEP');
  return found;
}

/** In the transaction of what the proof was for, so that only one of several parallel calls gets through. */
export async function closeChallenge(tx: Transaction, { id }: Pick<FactorChallenge, 'id'>): Promise<void> {
  const { count } = await tx.factorChallenge.deleteMany({ where: { id } });
  if (count === 0) throw new InvalidToken('STEP');
}
