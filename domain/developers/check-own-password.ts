import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { InvalidCredentials } from '../errors.ts';
import { verifyPassword } from '../passwords/hash.ts';
import { tryOnceMore } from '../throttles/try-once-more.ts';
import type { LoggedInDeveloper } from './find-session.ts';

/**
 * Counts a wrong password for the session, so that a stolen session does not help to guess it.
 * A person without a password needs a recent SSO log-in instead.
 */
export async function checkOwnPassword(
  app: App,
  developer: LoggedInDeveloper,
  password: string | null,
  client: Pick<Client, 'ip'>,
): Promise<void> {
  const { id, portalId, passwordHash, sessionId } = developer;
  const portal = await app.prisma.portal.findUnique({ where: { id: portalId } });
  if (passwordHash === null || !portal?.passwordLogin) return checkRecentSso(developer);
  await tryOnceMore(app, sessionId, async () => {
    const isRight = await verifyPassword(passwordHash, password ?? '', client.ip);
    if (!isRight) throw new InvalidCredentials({ developerId: id }, 'PASSWORD');
  });
}

function checkRecentSso({ id, hasRecentSso }: LoggedInDeveloper): void {
  if (!hasRecentSso) throw new InvalidCredentials({ developerId: id }, 'SSO');
}
