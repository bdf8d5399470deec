import type { ChallengePurpose, FactorChallenge } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidToken } from '../errors.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import { tryChallenge } from '../second-factors/challenges.ts';

/** Counts one try. The challenge is of a mailed link, which needs no session, or of the session that asks. */
export async function findEnrolment(
  app: App,
  caller: LoggedInAdmin | null,
  token: string,
  purpose: ChallengePurpose,
): Promise<FactorChallenge & { adminId: string }> {
  const by = caller && { owner: { adminId: caller.id }, sessionId: caller.sessionId };
  const challenge = await tryChallenge(app.prisma, token, purpose, 'admins', null).catch((error: unknown) => {
    if (!(error instanceof InvalidToken) || !by) throw error;
    return tryChallenge(app.prisma, token, purpose, 'admins', by);
  });
  const { adminId } = challenge;
  if (adminId === null) throw new Error('A challenge of an admin has no admin.');
  return { ...challenge, adminId };
}
