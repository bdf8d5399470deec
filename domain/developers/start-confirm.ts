import type { SecondFactorKind } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { openChallenge } from '../second-factors/challenges.ts';
import { passkeyOptions } from '../second-factors/known-passkeys.ts';
import { methodsOf } from '../second-factors/methods-of.ts';
import type { LoggedInDeveloper } from './find-session.ts';

export type ProofChallenge = { challenge: string; expiresAt: Date; methods: SecondFactorKind[]; passkeyOptions: string | null };

/** A challenge for a proof of the developer who is logged in. It counts for this session alone. */
export async function startConfirm(app: App, developer: LoggedInDeveloper | null): Promise<ProofChallenge> {
  if (!developer) throw new NotAllowed();
  const owner = { developerId: developer.id };
  const { token, expiresAt } = await openChallenge(app.prisma, owner, { purpose: 'CONFIRM', sessionId: developer.sessionId });
  const methods = await methodsOf(app.prisma, owner);
  return { challenge: token, expiresAt, methods, passkeyOptions: await passkeyOptions(app, app.prisma, owner, token) };
}
