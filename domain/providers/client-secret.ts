import type { App } from '../app.ts';
import { seal, unseal } from '../tokens/seal.ts';

export const clientSecretPlace = (connectionId: string): string => `sso_connections:${connectionId}`;

export const sealClientSecret = ({ keys }: App, connectionId: string, secret: string): Buffer<ArrayBuffer> =>
  seal(keys, clientSecretPlace(connectionId), secret);

export const openClientSecret = ({ keys }: App, connectionId: string, sealed: Uint8Array): string | null =>
  unseal(keys, clientSecretPlace(connectionId), sealed)?.text ?? null;

/** Encrypts secrets of the previous key with the current key. A secret that an admin changes at the same time stays. */
export async function resealClientSecrets(app: App): Promise<void> {
  if (app.keys.seals.length === 1) return;
  const connections = await app.prisma.$queryRaw<{ id: string; sealedClientSecret: Buffer<ArrayBuffer> }[]>`
    SELECT id, sealed_client_secret AS "sealedClientSecret" FROM sso_connections WHERE sealed_client_secret IS NOT NULL`;
  for (const { id, sealedClientSecret } of connections) {
    const opened = unseal(app.keys, clientSecretPlace(id), sealedClientSecret);
    if (!opened?.isUnderOldKey) continue;
    const anew = sealClientSecret(app, id, opened.text);
    // SQL does not change `updated_at`, so admins see no change.
    await app.prisma.$executeRaw`
      UPDATE sso_connections SET sealed_client_secret = ${anew}
      WHERE id = ${id}::uuid AND sealed_client_secret = ${sealedClientSecret}`;
  }
}
