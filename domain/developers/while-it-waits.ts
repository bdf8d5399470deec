import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { tellStatus } from '../decisions/tell-status.ts';
import { Conflict, InvalidToken } from '../errors.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { lockDeveloper } from './lock-developer.ts';
import { findHolder } from './status-token.ts';

/**
 * Does something to the registration of a status token, in one transaction. The lock decides a race with a decision.
 * @throws InvalidToken for any other token, and Conflict if the registration is decided
 */
export async function whileItWaits<Result>(
  app: App,
  token: string,
  act: (tx: Transaction, waiting: Developer) => Promise<Result>,
): Promise<Result> {
  const holder = await findHolder(app, token);
  if (!holder) throw new InvalidToken('REGISTRATION');
  const done = await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, holder.id);
    if (locked?.passwordHash !== holder.passwordHash || locked.email !== holder.email) throw new InvalidToken('REGISTRATION');
    return locked.status === 'PENDING' ? { result: await act(tx, locked) } : null;
  });
  if (done) return done.result;
  const status = await tellStatus(app, holder.id, holder);
  throw status ? new Conflict(status) : new InvalidToken('REGISTRATION');
}
