import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import type { LoggedInDeveloper } from './find-session.ts';

/**
 * Ends all sessions of the developer but the one that asks.
 * @returns how many ended
 * @throws NotAllowed without a developer
 */
export async function revokeOtherSessions(app: App, developer: LoggedInDeveloper | null): Promise<number> {
  if (!developer) throw new NotAllowed();
  const { id: developerId, sessionId } = developer;
  const { count } = await app.prisma.session.deleteMany({ where: { developerId, id: { not: sessionId } } });
  return count;
}
