import type { App } from '../app.ts';
import { seal, unseal } from '../tokens/seal.ts';

const placeOf = (connectionId: string): string => `sso_connections:${connectionId}`;

/** Encrypts a client secret for the database. It can be used later, but is never shown again. */
export const sealClientSecret = ({ keys }: App, connectionId: string, secret: string): Buffer<ArrayBuffer> =>
  seal(keys, placeOf(connectionId), secret);

/** @returns the client secret; null if neither the current nor the previous key opens it */
export const openClientSecret = ({ keys }: App, connectionId: string, sealed: Uint8Array): string | null =>
  unseal(keys, placeOf(connectionId), sealed)?.text ?? null;

/**
 * Encrypts client secrets that are still under the previous key again under the current one, so that none is lost with the old
 * key. Does nothing unless a rotation is going on. A secret that an admin replaces at the same time stays as the admin set it.
 */
export async function resealClientSecrets(app: App): Promise<void> {
  if (app.keys.seals.length === 1) return;
  const connections = await app.prisma.ssoConnection.findMany({
    where: { sealedClientSecret: { not: null } },
    select: { id: true, sealedClientSecret: true },
  });
  for (const { id, sealedClientSecret } of connections) {
    const opened = sealedClientSecret && unseal(app.keys, placeOf(id), sealedClientSecret);
    if (!opened?.isUnderOldKey) continue;
    const anew = sealClientSecret(app, id, opened.text);
    // By SQL, which leaves `updated_at` alone: for admins nothing has changed.
    await app.prisma.$executeRaw`
      UPDATE sso_connections SET sealed_client_secret = ${anew}
      WHERE id = ${id}::uuid AND sealed_client_secret = ${sealedClientSecret}`;
  }
}
