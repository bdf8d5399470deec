import { InvalidInput, NotFound } from '../errors.ts';
import { hasWayIn } from '../sso-connections/way-in.ts';
import type { Transaction } from '../transaction.ts';
import { lockPortal } from './lock-portal.ts';

const NO_WAY_IN =
  'Nobody could log in any more: first enable a connection to an identity provider, and try it out by the link that `testSsoConnection` returns.';

/**
 * Lets people in by a password or by an identity provider alone. The portal stays locked: nobody takes the way in away meanwhile.
 * @throws InvalidInput where nothing but passwords lets anybody in, NotFound when the portal was deleted
 */
export async function switchPasswordLogin(tx: Transaction, portalId: string, passwordLogin: boolean): Promise<void> {
  const portal = await lockPortal(tx, portalId);
  if (!portal) throw new NotFound('portal');
  if (!passwordLogin && !(await hasWayIn(tx, portalId))) {
    throw new InvalidInput([{ path: ['passwordLogin'], message: NO_WAY_IN }]);
  }
  // A link that was dead does not come to life again, also one that was on its way when passwords were switched off.
  if (passwordLogin && !portal.passwordLogin) {
    await tx.token.deleteMany({ where: { developer: { portalId }, purpose: { in: ['SET_PASSWORD', 'RESET_PASSWORD'] } } });
  }
}
