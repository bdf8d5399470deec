import type { App } from '../app.ts';
import { seal, unseal } from '../tokens/seal.ts';

const placeOf = (connectionId: string): string => `sso_connections:${connectionId}`;

export const sealClientSecret = ({ keys }: App, connectionId: string, secret: string): Buffer<ArrayBuffer> =>
  seal(keys, placeOf(connectionId), secret);

export const openClientSecret = ({ keys }: App, connectionId: string, sealed: Uint8Array): string | null =>
  unseal(keys, placeOf(connectionId), sealed)?.text ?? null;

/** Encrypts secrets of the previous key with the current key. A secret that an admin changes at the same time stays. */
export async function resealClientSecrets(app: App): Promise<void> {
  if (app.keys.seals.length === 1) return;
  const connections = await app.prisma.$queryRaw<{ id: string; sealedClientSecret: Buffer<ArrayBuffer> }[]>`
    SELECT id, sealed_client_secret AS "sealedClientSecret" FROM sso_connections WHERE sealed_client_secret IS NOT NULL`;
  for (const { id, sealedClientSecret } of connections) {
    const opened = unseal(app.keys, placeOf(id), sealedClientSecret);
    if (!opened?.isUnderOldKey) continue;
    const anew = sealClientSecret(app, id, opened.text);
    // SQL does not change `updated_at`, so admins see no change.
    await app.prisma.$executeRaw`
      UPDATE sso_connections SET sealed_client_secret = ${anew}
      WHERE id = ${id}::uuid AND sealed_client_secret = ${sealedClientSecret}`;
  }
}
