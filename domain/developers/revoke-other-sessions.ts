import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { endSsoCodes } from '../tokens/end-links.ts';
import { transaction } from '../transaction.ts';
import type { LoggedInDeveloper } from './find-session.ts';
import { lockDeveloper } from './lock-developer.ts';

/** Also ends codes that could still open a session. */
export async function revokeOtherSessions(app: App, developer: LoggedInDeveloper | null): Promise<number> {
  if (!developer) throw new NotAllowed();
  const { id: developerId, sessionId } = developer;
  return await transaction(app, async (tx) => {
    // An event after the deletion would keep the client of a person who is gone.
    if ((await lockDeveloper(tx, developerId))?.status !== 'APPROVED') throw new NotAllowed();
    await endSsoCodes(tx, developerId);
    const { count } = await tx.session.deleteMany({ where: { developerId, id: { not: sessionId } } });
    await record(tx, {
      type: 'session.revoked',
      portalId: developer.portalId,
      actor: byDeveloper(developer.id),
      subject: { kind: 'DEVELOPER', id: developer.id },
      data: { sessions: count },
    });
    return count;
  });
}
