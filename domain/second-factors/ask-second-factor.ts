import type { App } from '../app.ts';
import { SecondFactorRequired } from '../errors.ts';
import { openChallenge } from './challenges.ts';
import { passkeyOptions } from './known-passkeys.ts';
import { methodsOf } from './methods-of.ts';
import type { Owner } from './owner.ts';

/** Call it after the right password only, because the answer names the passkeys of the person. */
export async function askSecondFactor(app: App, owner: Owner, passwordHash: string | null): Promise<SecondFactorRequired> {
  const challenge = await openChallenge(app.prisma, owner, { purpose: 'LOG_IN', passwordHash });
  const methods = await methodsOf(app.prisma, owner);
  return new SecondFactorRequired(challenge, methods, await passkeyOptions(app, app.prisma, owner, challenge.token));
}
