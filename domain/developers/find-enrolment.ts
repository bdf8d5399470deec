import type { ChallengePurpose, FactorChallenge } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidToken } from '../errors.ts';
import { tryChallenge } from '../second-factors/challenges.ts';
import type { LoggedInDeveloper } from './find-session.ts';

/** Counts one try. The challenge is of a mailed link, which needs no session, or of the session that asks. */
export async function findEnrolment(
  app: App,
  caller: LoggedInDeveloper | null,
  portalId: string,
  token: string,
  purpose: ChallengePurpose,
): Promise<FactorChallenge & { developerId: string }> {
  const realm = { portalId };
  const challenge = await tryChallenge(app.prisma, token, purpose, realm, null).catch((error: unknown) => {
    if (!(error instanceof InvalidToken) || !caller) throw error;
    const by = { owner: { developerId: caller.id }, sessionId: caller.sessionId };
    return tryChallenge(app.prisma, token, purpose, realm, by);
  });
  const { developerId } = challenge;
  if (developerId === null) throw new Error('A challenge of a developer has no developer.');
  return { ...challenge, developerId };
}
