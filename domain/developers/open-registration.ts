import type { App } from '../app.ts';
import { HOUR_MS } from '../durations.ts';
import { InvalidToken } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { clearState } from '../mail-states/clear.ts';
import { findToken, readToken } from '../tokens/find-token.ts';
import { noteUsed } from '../tokens/note-used.ts';
import { transaction } from '../transaction.ts';
import { findRegistration, type Registration } from './find-registration.ts';
import { lockDeveloper } from './lock-developer.ts';
import { issueStatusToken } from './status-token.ts';

/** @limit Time that an emailed link to the own registration works. Beyond: InvalidToken. */
export const REGISTRATION_LINK_TTL_MS = HOUR_MS;

const PURPOSE = 'OPEN_REGISTRATION';

/** Works once, and ends the other links to this registration. The answer is the same as after a log-in that was refused: no session. */
export async function openRegistration(
  app: App,
  { token }: { token: string },
): Promise<{ statusToken: string; registration: Registration }> {
  const found = await findToken(app, token, PURPOSE);
  if (!found) throw new InvalidToken();
  const { id, portalId } = found.developer;
  const holder = await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, id);
    const link = await readToken(tx, token, PURPOSE);
    if (!locked || !link) throw new InvalidToken();
    await noteUsed(tx, { hash: link.hash, purpose: PURPOSE }, portalId);
    await clearState(tx, id, 'LINK');
    await tx.token.deleteMany({ where: { developerId: id, purpose: PURPOSE } });
    await record(tx, {
      type: 'developer.registration-opened',
      portalId,
      actor: byDeveloper(id),
      subject: { kind: 'DEVELOPER', id },
      data: {},
    });
    return locked;
  });
  const statusToken = await issueStatusToken(app, holder);
  const registration = await findRegistration(app, statusToken);
  if (!registration) throw new InvalidToken();
  return { statusToken, registration };
}
