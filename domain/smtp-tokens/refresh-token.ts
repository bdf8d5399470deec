import { createHash } from 'node:crypto';
import type { App, Keys } from '../app.ts';
import { fromNow } from '../clock.ts';
import { SECOND_MS } from '../durations.ts';
import { newId } from '../ids.ts';
import { seal, unseal } from '../tokens/seal.ts';

/**
 * Longer than a call for a token with the note of what it gave.
 * @limit Time for which a process has a refresh token for itself. Beyond: Another one uses it.
 */
export const TOKEN_LEASE_MS = 30 * SECOND_MS;

export const smtpTokenPlace = (id: string): string => `smtp_tokens:${id}`;

/** Where refresh tokens are kept. */
export type TokenPlace = { prisma: Pick<App['prisma'], '$queryRaw' | '$executeRaw'>; keys: Keys };

/** What is configured. */
type Configured = { tokenUrl: string; clientId: string; refreshToken: string };

/** A refresh token that nobody else uses until `until`. */
export type HeldToken = { id: string; until: Date; refreshToken: string };

/** @returns null if another process has it now */
export async function holdRefreshToken({ prisma, keys }: TokenPlace, configured: Configured): Promise<HeldToken | null> {
  const hash = hashOf(configured);
  const [row] = await prisma.$queryRaw<{ id: string; sealed: Buffer; until: Date }[]>`
    UPDATE smtp_tokens SET held_until = ${fromNow(TOKEN_LEASE_MS)} WHERE hash = ${hash} AND (held_until IS NULL OR held_until < now())
    RETURNING id, sealed_refresh_token AS sealed, held_until AS until`;
  if (!row) return await holdFirst({ prisma, keys }, hash, configured.refreshToken);
  const opened = unseal(keys, smtpTokenPlace(row.id), row.sealed);
  if (!opened) throw new Error('SECRET_KEY does not open the refresh token for mail servers.');
  return { id: row.id, until: row.until, refreshToken: opened.text };
}

/** Of two processes that are the first ones at once, one gets it. */
async function holdFirst({ prisma, keys }: TokenPlace, hash: Uint8Array, refreshToken: string): Promise<HeldToken | null> {
  const id = newId();
  const [row] = await prisma.$queryRaw<{ until: Date }[]>`
    INSERT INTO smtp_tokens (id, hash, sealed_refresh_token, held_until)
    VALUES (${id}::uuid, ${hash}, ${seal(keys, smtpTokenPlace(id), refreshToken)}, ${fromNow(TOKEN_LEASE_MS)})
    ON CONFLICT (hash) DO NOTHING RETURNING held_until AS until`;
  return row ? { id, until: row.until, refreshToken } : null;
}

/** Lets others use the token, or the one that came in its place. After its time a process changes nothing: another one has a newer token. */
export async function passOnRefreshToken({ prisma, keys }: TokenPlace, { id, until }: HeldToken, next: string): Promise<void> {
  await prisma.$executeRaw`
    UPDATE smtp_tokens SET held_until = NULL, sealed_refresh_token = ${seal(keys, smtpTokenPlace(id), next)}
    WHERE id = ${id}::uuid AND held_until = ${until}`;
}

/** Encrypts tokens of the previous SECRET_KEY with the current one. */
export async function resealRefreshTokens({ prisma, keys }: App): Promise<void> {
  if (keys.seals.length === 1) return;
  for (const { id, sealedRefreshToken } of await prisma.smtpToken.findMany()) {
    const opened = unseal(keys, smtpTokenPlace(id), sealedRefreshToken);
    if (!opened?.isUnderOldKey) continue;
    const anew = seal(keys, smtpTokenPlace(id), opened.text);
    await prisma.smtpToken.updateMany({ where: { id, sealedRefreshToken }, data: { sealedRefreshToken: anew } });
  }
}

/** A refresh token is too long to be guessed, so a hash without a key tells nothing of it. It outlives the rotation of SECRET_KEY. */
const hashOf = ({ tokenUrl, clientId, refreshToken }: Configured): Buffer<ArrayBuffer> =>
  Buffer.from(
    createHash('sha256')
      .update(JSON.stringify([tokenUrl, clientId, refreshToken]))
      .digest(),
  );
