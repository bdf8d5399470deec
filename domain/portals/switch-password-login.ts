import { InvalidInput, NotFound } from '../errors.ts';
import type { Transaction } from '../transaction.ts';
import { lockPortal } from './lock-portal.ts';
import { hasWayIn } from './way-in.ts';

const NO_WAY_IN =
  'Nobody could log in any more: first enable a connection to an identity provider, and try it out by the link that `testSsoConnection` returns.';

/**
 * Switches log-in by password on or off. The portal stays locked until the transaction ends, so that nobody removes the last
 * connection in the meantime.
 */
export async function switchPasswordLogin(tx: Transaction, portalId: string, passwordLogin: boolean): Promise<void> {
  const portal = await lockPortal(tx, portalId);
  if (!portal) throw new NotFound('portal');
  if (!passwordLogin && !(await hasWayIn(tx, portalId))) {
    throw new InvalidInput([{ path: ['passwordLogin'], code: 'NO_WAY_IN', message: NO_WAY_IN }]);
  }
  // Links that did not work must not work again, including one that was being written when passwords were switched off.
  if (passwordLogin && !portal.passwordLogin) {
    await tx.token.deleteMany({ where: { developer: { portalId }, purpose: { in: ['SET_PASSWORD', 'RESET_PASSWORD'] } } });
  }
}
