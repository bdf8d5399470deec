import { InvalidInput, NotFound } from '../errors.ts';
import type { Transaction } from '../transaction.ts';
import { lockPortal } from './lock-portal.ts';
import { hasWayIn } from './way-in.ts';

const NO_WAY_IN =
  'Nobody could log in any more: first enable a connection to an identity provider, and try it out by the link that `testSsoConnection` returns.';

/** The lock keeps others from removing the last connection in the meantime. */
export async function switchPasswordLogin(tx: Transaction, portalId: string, passwordLogin: boolean): Promise<void> {
  const portal = await lockPortal(tx, portalId);
  if (!portal) throw new NotFound('portal');
  if (!passwordLogin && !(await hasWayIn(tx, portalId))) {
    throw new InvalidInput([{ path: ['passwordLogin'], code: 'NO_WAY_IN', message: NO_WAY_IN }]);
  }
  // Ends old links, so that they do not start to work again.
  if (passwordLogin && !portal.passwordLogin) {
    await tx.token.deleteMany({ where: { developer: { portalId }, purpose: { in: ['SET_PASSWORD', 'RESET_PASSWORD'] } } });
  }
}
