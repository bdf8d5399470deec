import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { MINUTE_MS } from '../durations.ts';
import { InvalidToken } from '../errors.ts';
import { hashSecret } from '../tokens/secrets.ts';
import type { Transaction } from '../transaction.ts';

/** @limit Lifetime of the challenge of a log-in with a passkey. Beyond: InvalidToken. */
export const PASSKEY_LOG_IN_MS = 10 * MINUTE_MS;

const NONCE_BYTES = 16;
const TIME_BYTES = 6;
const BODY_BYTES = NONCE_BYTES + TIME_BYTES;

/** The place of the log-in: the id of a portal, or the log-in of admins. */
export type LogInPlace = { portalId: string } | 'admins';

export type StrangerChallenge = { token: string; hash: Buffer<ArrayBuffer>; expiresAt: Date };

/** Signed instead of stored, because strangers can ask for any number. */
export async function newStrangerChallenge(app: App, place: LogInPlace): Promise<StrangerChallenge> {
  const expiresAt = new Date((await databaseNow(app.prisma)).getTime() + PASSKEY_LOG_IN_MS);
  const body = Buffer.alloc(BODY_BYTES);
  randomBytes(NONCE_BYTES).copy(body);
  body.writeUIntBE(expiresAt.getTime(), NONCE_BYTES, TIME_BYTES);
  const token = Buffer.concat([body, macOf(app, place, body)]).toString('base64url');
  return { token, hash: hashSecret(token), expiresAt };
}

/** @throws InvalidToken also for a challenge of another place */
export async function readStrangerChallenge(app: App, place: LogInPlace, token: string): Promise<StrangerChallenge> {
  const bytes = Buffer.from(token, 'base64url');
  const body = bytes.subarray(0, BODY_BYTES);
  const mac = bytes.subarray(BODY_BYTES);
  const expectedMac = macOf(app, place, body);
  const isOurs =
    mac.length === expectedMac.length && timingSafeEqual(mac, expectedMac) && bytes.toString('base64url') === token;
  if (!isOurs) throw endedChallenge();
  const expiresAt = new Date(body.readUIntBE(NONCE_BYTES, TIME_BYTES));
  if (expiresAt <= (await databaseNow(app.prisma))) throw endedChallenge();
  return { token, hash: hashSecret(token), expiresAt };
}

/**
 * Call it when the signature was right, so that only owners of passkeys write rows.
 * @throws InvalidToken if the challenge was used before
 */
export async function takeStrangerChallenge(tx: Transaction, { hash, expiresAt }: StrangerChallenge): Promise<void> {
  const { count } = await tx.usedPasskeyChallenge.createMany({ data: { hash, expiresAt }, skipDuplicates: true });
  if (count === 0) throw endedChallenge();
}

const macOf = ({ keys }: App, place: LogInPlace, body: Buffer): Buffer =>
  createHmac('sha256', keys.passkeyChallenges)
    .update(place === 'admins' ? place : place.portalId)
    .update(body)
    .digest();

const endedChallenge = () => new InvalidToken('PASSKEY');
