import { Secret, TOTP } from 'otpauth';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { seal, unseal } from '../tokens/seal.ts';
import type { Transaction } from '../transaction.ts';
import type { Owner } from './owner.ts';

/** RFC 4226, section 4, recommends 160 bits. */
const SECRET_BYTES = 20;
/**
 * A code counts a step of 30 s before and after its own, because clocks of phones differ (RFC 6238, section 5.2).
 * @limit steps: Steps of 30 seconds by which the clock of an authenticator app may be wrong. Beyond: The code is wrong.
 */
export const CLOCK_STEPS = 1;

/** How many secrets are read at a time. */
const BATCH = 1_000;

type Sealed = { id: string; sealedSecret: Uint8Array | null };

export const totpPlace = (id: string): string => `second_factors:${id}`;

/** Authenticator apps know only these defaults for certain: SHA-1, six digits, 30 seconds. */
const totpOf = (secret: Secret, names: { issuer?: string; label?: string } = {}) => new TOTP({ secret, ...names });

export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** @param id of the factor that the secret becomes */
export const sealTotpSecret = ({ keys }: Pick<App, 'keys'>, id: string, secret: string): Buffer<ArrayBuffer> =>
  seal(keys, totpPlace(id), secret);

/** The URL that an authenticator app reads from a QR picture. */
export const totpUrl = (secret: string, issuer: string, label: string): string =>
  totpOf(Secret.fromBase32(secret), { issuer, label }).toString();

/** @returns the time step that the code belongs to, or null if it is wrong */
export function stepOf({ keys }: Pick<App, 'keys'>, { id, sealedSecret }: Sealed, code: string, now: Date): number | null {
  const secret = sealedSecret && unseal(keys, totpPlace(id), sealedSecret)?.text;
  if (!secret) return null;
  const totp = totpOf(Secret.fromBase32(secret));
  const timestamp = now.getTime();
  const delta = totp.validate({ token: code, timestamp, window: CLOCK_STEPS });
  return delta === null ? null : totp.counter({ timestamp }) + delta;
}

/** A code counts once, and so does every older one (RFC 6238, section 5.2): the update fails for a step that was used. */
export async function takeTotp(tx: Transaction, owner: Owner, code: string): Promise<boolean> {
  const factors = await tx.secondFactor.findMany({ where: { ...owner, kind: 'TOTP' } });
  const now = await databaseNow(tx);
  for (const factor of factors) {
    const step = stepOf(tx, factor, code, now);
    if (step === null) continue;
    const isUnused = { OR: [{ lastStep: null }, { lastStep: { lt: step } }] };
    const { count } = await tx.secondFactor.updateMany({
      where: { id: factor.id, ...isUnused },
      data: { lastStep: step, lastUsedAt: now },
    });
    if (count > 0) return true;
  }
  return false;
}

/** Encrypts secrets of the previous key with the current key, a batch at a time. */
export async function resealTotpSecrets(app: App): Promise<void> {
  if (app.keys.seals.length === 1) return;
  for (let after = ''; ; ) {
    const factors = await app.prisma.secondFactor.findMany({
      where: { kind: 'TOTP', ...(after && { id: { gt: after } }) },
      select: { id: true, sealedSecret: true },
      orderBy: { id: 'asc' },
      take: BATCH,
    });
    for (const { id, sealedSecret } of factors) {
      const opened = sealedSecret && unseal(app.keys, totpPlace(id), sealedSecret);
      if (opened?.isUnderOldKey) {
        await app.prisma.secondFactor.updateMany({
          where: { id },
          data: { sealedSecret: sealTotpSecret(app, id, opened.text) },
        });
      }
    }
    const last = factors.at(-1);
    if (!last || factors.length < BATCH) return;
    after = last.id;
  }
}
