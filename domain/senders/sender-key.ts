import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { App, Keys } from '../app.ts';
import { newId } from '../ids.ts';
import { seal, unseal } from '../tokens/seal.ts';

/** All receivers accept RSA, and few accept Ed25519 (RFC 8463). The record of a longer key is too long for some DNS hosts. */
const KEY_BITS = 2_048;
const SELECTOR_BYTES = 6;

export const senderKeyPlace = (keyId: string): string => `sender_keys:${keyId}`;

export type NewKey = { id: string; selector: string; publicKey: string; sealedPrivateKey: Buffer<ArrayBuffer> };

/** Takes a tenth of a second or more, on a thread beside: call it before a transaction. */
export async function newSenderKey({ keys }: Pick<App, 'keys'>): Promise<NewKey> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: KEY_BITS,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const id = newId();
  return {
    id,
    // Random, so that the record of an old key and that of a new one stand side by side.
    selector: `gatehouse-${randomBytes(SELECTOR_BYTES).toString('hex')}`,
    publicKey: publicKey.toString('base64'),
    sealedPrivateKey: seal(keys, senderKeyPlace(id), privateKey),
  };
}

export function openSenderKey(keys: Keys, { id, sealedPrivateKey }: { id: string; sealedPrivateKey: Uint8Array }): string {
  const opened = unseal(keys, senderKeyPlace(id), sealedPrivateKey);
  if (!opened) throw new Error(`SECRET_KEY does not open the DKIM key ${id}.`);
  return opened.text;
}

/** Encrypts keys of the previous SECRET_KEY with the current one. */
export async function resealSenderKeys({ prisma, keys }: App): Promise<void> {
  if (keys.seals.length === 1) return;
  for (const { id, sealedPrivateKey } of await prisma.senderKey.findMany()) {
    const opened = unseal(keys, senderKeyPlace(id), sealedPrivateKey);
    if (!opened?.isUnderOldKey) continue;
    const anew = seal(keys, senderKeyPlace(id), opened.text);
    await prisma.senderKey.updateMany({ where: { id, sealedPrivateKey }, data: { sealedPrivateKey: anew } });
  }
}
