import type { SecondFactorKind } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import { openChallenge } from '../second-factors/challenges.ts';
import { passkeyOptions } from '../second-factors/known-passkeys.ts';
import { methodsOf } from '../second-factors/methods-of.ts';

export type ProofChallenge = { challenge: string; expiresAt: Date; methods: SecondFactorKind[]; passkeyOptions: string | null };

/** A challenge for a proof of the admin who is logged in. It counts for this session alone. */
export async function adminStartConfirm(app: App, admin: LoggedInAdmin | null): Promise<ProofChallenge> {
  if (!admin) throw new NotAllowed();
  const owner = { adminId: admin.id };
  const { token, expiresAt } = await openChallenge(app.prisma, owner, { purpose: 'CONFIRM', sessionId: admin.sessionId });
  const methods = await methodsOf(app.prisma, owner);
  return { challenge: token, expiresAt, methods, passkeyOptions: await passkeyOptions(app, app.prisma, owner, token) };
}
