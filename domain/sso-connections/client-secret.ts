import type { App } from '../app.ts';
import { seal, unseal } from '../tokens/seal.ts';

const placeOf = (connectionId: string): string => `sso_connections:${connectionId}`;

/** What is kept of a client secret: it can be used, and is never shown again. */
export const sealClientSecret = ({ keys }: App, connectionId: string, secret: string): Buffer<ArrayBuffer> =>
  seal(keys, placeOf(connectionId), secret);

/** @returns null where neither the present key nor the one before opens it */
export const openClientSecret = ({ keys }: App, connectionId: string, sealed: Uint8Array): string | null =>
  unseal(keys, placeOf(connectionId), sealed)?.text ?? null;

/**
 * Brings client secrets that a rotation left under the previous key under the present one, so that none is lost with that key.
 * Does nothing where no rotation goes on. A secret that an admin replaces meanwhile stays as the admin set it.
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
    // In SQL, since it changes nothing that an admin would call an update.
    await app.prisma.$executeRaw`
      UPDATE sso_connections SET sealed_client_secret = ${anew}
      WHERE id = ${id}::uuid AND sealed_client_secret = ${sealedClientSecret}`;
  }
}
