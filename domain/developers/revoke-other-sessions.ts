import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { endSsoCodes } from '../tokens/end-links.ts';
import { transaction } from '../transaction.ts';
import type { LoggedInDeveloper } from './find-session.ts';

/** Also ends codes that could still open a session. */
export async function revokeOtherSessions(app: App, developer: LoggedInDeveloper | null): Promise<number> {
  if (!developer) throw new NotAllowed();
  const { id: developerId, sessionId } = developer;
  return await transaction(app, async (tx) => {
    await endSsoCodes(tx, developerId);
    const { count } = await tx.session.deleteMany({ where: { developerId, id: { not: sessionId } } });
    return count;
  });
}
