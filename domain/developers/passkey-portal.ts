import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, PasswordLoginOff } from '../errors.ts';
import { getPortal } from '../portals/find-portal.ts';

/** A passkey belongs to the portal like a password, so a portal that only lets its provider log people in accepts neither. */
export async function getPasskeyPortal(app: App, slug: string): Promise<Portal> {
  const portal = await getPortal(app, slug);
  if (!portal.passwordLogin) throw new PasswordLoginOff();
  if (portal.secondFactor === 'OFF') throw new NotAllowed('NO_PASSKEYS');
  return portal;
}
