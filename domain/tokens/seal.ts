import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import type { Keys } from '../app.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12; // NIST SP 800-38D, 8.2
const TAG_BYTES = 16;

/** `place` names the table and row, so that sealed text cannot be moved to another row. */
export function seal(keys: Keys, place: string, text: string): Buffer<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keys.seals[0], nonce).setAAD(Buffer.from(place));
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** Returns null if neither key opens it. */
export function unseal(keys: Keys, place: string, sealed: Uint8Array): { text: string; isUnderOldKey: boolean } | null {
  for (const [age, key] of keys.seals.entries()) {
    const text = open(key, place, sealed);
    if (text !== null) return { text, isUnderOldKey: age > 0 };
  }
  return null;
}

function open(key: KeyObject, place: string, sealed: Uint8Array): string | null {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(-TAG_BYTES);
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(place))
    .setAuthTag(tag);
  try {
    return decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}

export const idTokenPlace = (identityId: string): string => `ID token of ${identityId}`;
