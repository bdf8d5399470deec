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

/** A refresh token that nobody else uses until `until`, and how it stands in its row. */
export type HeldToken = { id: string; until: Date; refreshToken: string; sealed: Uint8Array };

/** @returns null if another process has it now */
export async function holdRefreshToken({ prisma, keys }: TokenPlace, configured: Configured): Promise<HeldToken | null> {
  const hash = hashOf(configured);
  const [row] = await prisma.$queryRaw<{ id: string; sealed: Buffer; until: Date }[]>`
    UPDATE smtp_tokens SET held_until = ${fromNow(TOKEN_LEASE_MS)} WHERE hash = ${hash} AND (held_until IS NULL OR held_until < now())
    RETURNING id, sealed_refresh_token AS sealed, held_until AS until`;
  if (!row) return await holdFirst({ prisma, keys }, hash, configured.refreshToken);
  const opened = unseal(keys, smtpTokenPlace(row.id), row.sealed);
  if (opened) return { ...row, refreshToken: opened.text };
  await releaseRefreshToken({ prisma }, row);
  throw new Error('SECRET_KEY does not open the refresh token for mail servers.');
}

/** Of two processes that are the first ones at once, one gets it. */
async function holdFirst({ prisma, keys }: TokenPlace, hash: Uint8Array, refreshToken: string): Promise<HeldToken | null> {
  const id = newId();
  const sealed = seal(keys, smtpTokenPlace(id), refreshToken);
  const [row] = await prisma.$queryRaw<{ until: Date }[]>`
    INSERT INTO smtp_tokens (id, hash, sealed_refresh_token, held_until)
    VALUES (${id}::uuid, ${hash}, ${sealed}, ${fromNow(TOKEN_LEASE_MS)})
    ON CONFLICT (hash) DO NOTHING RETURNING held_until AS until`;
  return row ? { id, until: row.until, refreshToken, sealed } : null;
}

/** Lets others use the token. After its time a process changes nothing: another one has it now. */
export async function releaseRefreshToken(
  { prisma }: Pick<TokenPlace, 'prisma'>,
  { id, until }: Pick<HeldToken, 'id' | 'until'>,
): Promise<void> {
  await prisma.$executeRaw`UPDATE smtp_tokens SET held_until = NULL WHERE id = ${id}::uuid AND held_until = ${until}`;
}

/**
 * Stores what came in the place of a token, and lets others use it. It is stored after its time, too, unless another process has stored one
 * meanwhile: what was used is good for nobody any more.
 * @returns whether it was stored
 */
export async function passOnRefreshToken(
  { prisma, keys }: TokenPlace,
  { id, until, sealed }: HeldToken,
  next: string,
): Promise<boolean> {
  const stored = await prisma.$executeRaw`
    UPDATE smtp_tokens SET sealed_refresh_token = ${seal(keys, smtpTokenPlace(id), next)},
      held_until = CASE WHEN held_until = ${until} THEN NULL ELSE held_until END
    WHERE id = ${id}::uuid AND sealed_refresh_token = ${sealed}`;
  return stored > 0;
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
