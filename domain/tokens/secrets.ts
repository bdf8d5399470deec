import { createHmac, hash, type KeyObject, randomBytes } from 'node:crypto';
import type { AdminTokenPurpose, TokenPurpose } from '../../prisma/generated/client/enums.ts';
import type { Keys } from '../app.ts';

const SECRET_BYTES = 32;

export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

export const isSecret = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** A plain hash is enough for 256 random bits (ASVS 5, 6.5.2). */
export const hashSecret = (secret: string): Buffer<ArrayBuffer> => Buffer.from(hash('sha256', secret, 'buffer'));

/** The names also keep developers and admins apart. */
type Purpose = TokenPurpose | AdminTokenPurpose | 'CONFIRM_SSO' | 'ADMIN_INVITATION' | 'SIGN_UP';

/** Derived from the row's id, so a retry mails the same link and no token is stored. */
export function mailedToken(keys: Keys, purpose: Purpose, id: string, key: KeyObject = keys.mailedTokens[0]): string {
  return createHmac('sha256', key).update(`${purpose}:${id}`).digest('base64url');
}

/** Returns null if neither key made it, because a rotation ended too early. */
export function mailedTokenOf(keys: Keys, row: { purpose: Purpose; id: string; hash: Uint8Array }): string | null {
  const candidates = keys.mailedTokens.map((key) => mailedToken(keys, row.purpose, row.id, key));
  return candidates.find((token) => hashSecret(token).equals(row.hash)) ?? null;
}
