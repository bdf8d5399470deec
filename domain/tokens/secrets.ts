import { createHmac, hash, type KeyObject, randomBytes } from 'node:crypto';
import type { AdminTokenPurpose, TokenPurpose } from '../../prisma/generated/client/enums.ts';
import type { Keys } from '../app.ts';

const SECRET_BYTES = 32;

/** A fresh secret of 256 bits, 43 characters of base64url. */
export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** What the database keeps of a secret. A plain hash is enough for one of 256 bits (ASVS 5, 6.5.2). */
export const hashSecret = (secret: string): Buffer<ArrayBuffer> => Buffer.from(hash('sha256', secret, 'buffer'));

/** What a mailed token is for: the name tells the realms apart as well. */
type Purpose = TokenPurpose | AdminTokenPurpose | 'CONFIRM_SSO';

/** The token that is mailed for a row: derived, so that a retry mails the same link and nothing rests in clear. */
export function mailedToken(keys: Keys, purpose: Purpose, id: string, key: KeyObject = keys.mailedTokens[0]): string {
  return createHmac('sha256', key).update(`${purpose}:${id}`).digest('base64url');
}

/**
 * The token of a row that was written earlier, perhaps under the key before the present one.
 * @returns null when neither key made it: the rotation outlasted the row
 */
export function mailedTokenOf(keys: Keys, row: { purpose: Purpose; id: string; hash: Uint8Array }): string | null {
  const candidates = keys.mailedTokens.map((key) => mailedToken(keys, row.purpose, row.id, key));
  return candidates.find((token) => hashSecret(token).equals(row.hash)) ?? null;
}
