import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { tellStatus } from '../decisions/tell-status.ts';
import { Conflict, InvalidToken } from '../errors.ts';
import { transaction } from '../transaction.ts';
import { deleteAndTell } from './delete-and-tell.ts';
import { lockDeveloper } from './lock-developer.ts';
import { findHolder } from './status-token.ts';

const NOT_VALID = 'This is no longer valid. Log in again to see your registration.';

/** The lock decides a race with a decision. Whoever comes second gets Conflict. */
export async function withdrawRegistration(app: App, input: { token: string }): Promise<Portal> {
  const holder = await findHolder(app, input.token);
  if (!holder) throw new InvalidToken(NOT_VALID);
  const portal = await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, holder.id);
    if (locked?.passwordHash !== holder.passwordHash) throw new InvalidToken(NOT_VALID);
    if (locked.status !== 'PENDING') return null;
    await deleteAndTell(app, tx, locked, 'PERSON');
    return await tx.portal.findUniqueOrThrow({ where: { id: locked.portalId } });
  });
  if (portal) return portal;
  const status = await tellStatus(app, holder.id, holder.passwordHash);
  throw status ? new Conflict(status) : new InvalidToken(NOT_VALID);
}
