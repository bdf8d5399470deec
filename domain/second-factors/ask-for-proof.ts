import type { SecondFactorKind } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { SecondFactorRequired } from '../errors.ts';
import { openChallenge } from './challenges.ts';
import { passkeyOptions } from './known-passkeys.ts';
import { methodsOf } from './methods-of.ts';
import type { Owner } from './owner.ts';

export type ProofChallenge = { challenge: string; expiresAt: Date; methods: SecondFactorKind[]; passkeyOptions: string | null };

/** A challenge for a proof of the person who is logged in. It counts for this session alone. */
export const askForProof = (app: App, owner: Owner, sessionId: string): Promise<ProofChallenge> =>
  challengeFor(app, owner, { purpose: 'CONFIRM', sessionId });

/** Call it after the right password only, because the answer names the passkeys of the person. */
export async function askSecondFactor(app: App, owner: Owner, passwordHash: string | null): Promise<SecondFactorRequired> {
  return new SecondFactorRequired(await challengeFor(app, owner, { purpose: 'LOG_IN', passwordHash }));
}

async function challengeFor(app: App, owner: Owner, binding: Parameters<typeof openChallenge>[2]): Promise<ProofChallenge> {
  const { token, expiresAt } = await openChallenge(app.prisma, owner, binding);
  const methods = await methodsOf(app.prisma, owner);
  return { challenge: token, expiresAt, methods, passkeyOptions: await passkeyOptions(app, app.prisma, owner, token) };
}
