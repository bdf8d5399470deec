import { createHmac } from 'node:crypto';
import { withoutTag } from '../addresses/mailbox.ts';
import type { App, Keys } from '../app.ts';
import { seal, unseal } from '../tokens/seal.ts';
import { newSecret } from '../tokens/secrets.ts';
import type { Transaction } from '../transaction.ts';

export const refusalKeyPlace = (portalId: string): string => `refusal_keys:${portalId}`;

/** Of an email address in canonical form. */
export type RefusalHash = (email: string) => Buffer<ArrayBuffer>;

/** Null if nobody has been refused at the portal. */
export async function findRefusalHash(
  db: Pick<Transaction, 'refusalKey'>,
  keys: Keys,
  portalId: string,
): Promise<RefusalHash | null> {
  const key = await db.refusalKey.findUnique({ where: { portalId } });
  if (!key) return null;
  const opened = unseal(keys, refusalKeyPlace(portalId), key.sealed);
  if (!opened) throw new Error(`SECRET_KEY does not open the key of the refusals at portal ${portalId}.`);
  return (email) => Buffer.from(createHmac('sha256', opened.text).update(withoutTag(email)).digest());
}

/** Makes the key if there is none. Of two transactions that do so at once, the second uses the key of the first. */
export async function getRefusalHash(tx: Transaction, portalId: string): Promise<RefusalHash> {
  const found = await findRefusalHash(tx, tx.keys, portalId);
  if (found) return found;
  await tx.$executeRaw`
    INSERT INTO refusal_keys (portal_id, sealed) VALUES (${portalId}::uuid, ${seal(tx.keys, refusalKeyPlace(portalId), newSecret())})
    ON CONFLICT DO NOTHING`;
  const made = await findRefusalHash(tx, tx.keys, portalId);
  if (!made) throw new Error('The portal was deleted in the meantime.');
  return made;
}

/** Encrypts keys of the previous SECRET_KEY with the current one. The hashes stay valid. */
export async function resealRefusalKeys({ prisma, keys }: App): Promise<void> {
  if (keys.seals.length === 1) return;
  for (const { portalId, sealed } of await prisma.refusalKey.findMany()) {
    const opened = unseal(keys, refusalKeyPlace(portalId), sealed);
    if (!opened?.isUnderOldKey) continue;
    const anew = seal(keys, refusalKeyPlace(portalId), opened.text);
    await prisma.refusalKey.updateMany({ where: { portalId, sealed }, data: { sealed: anew } });
  }
}
