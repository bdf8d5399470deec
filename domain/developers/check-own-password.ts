import type { App } from '../app.ts';
import { InvalidCredentials } from '../errors.ts';
import { verifyPassword } from '../passwords/hash.ts';
import { admitLogIn } from '../throttles/admit-log-in.ts';
import type { LoggedInDeveloper } from './find-session.ts';

/** How long a log-in with SSO stands in for the password of somebody who has none. */
const RECENT_SSO_MS = 10 * 60_000;

/**
 * Checks the password of somebody who is logged in once more. A wrong one counts as a failed log-in, so that a stolen session
 * is no help in guessing it. Somebody without a password, or at a portal without passwords, must have logged in by SSO recently
 * instead.
 * @param password null if none was given
 * @param origin where the client is
 * @throws InvalidCredentials, TooManyAttempts
 */
export async function checkOwnPassword(
  app: App,
  developer: LoggedInDeveloper,
  password: string | null,
  origin: { address: string },
): Promise<void> {
  const { id, portalId, email, passwordHash } = developer;
  const portal = await app.prisma.portal.findUnique({ where: { id: portalId } });
  if (passwordHash === null || !portal?.passwordLogin) return checkRecentSso(developer);
  const admission = await admitLogIn(app, { realm: { portalId }, email }, origin.address);
  await admission.attempt(async () => {
    const isRight = await verifyPassword(passwordHash, password ?? '');
    if (!isRight) throw new InvalidCredentials({ developerId: id }, 'The password is wrong.');
  });
}

function checkRecentSso({ id, ssoLoggedInAt }: LoggedInDeveloper): void {
  if (ssoLoggedInAt && ssoLoggedInAt.getTime() > Date.now() - RECENT_SSO_MS) return;
  throw new InvalidCredentials({ developerId: id }, 'Log in with SSO again, then repeat this within 10 minutes.');
}
