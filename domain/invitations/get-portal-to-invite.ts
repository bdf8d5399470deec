import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { type Caller, may } from '../permissions.ts';
import { getPortal } from '../portals/find-portal.ts';

/** Whoever may decide may invite. */
export async function getPortalToInvite(app: App, caller: Caller, slug: string): Promise<Portal> {
  const portal = await getPortal(app, slug);
  if (!may(caller, 'read', portal.id)) throw new NotFound('portal');
  if (!may(caller, 'decide', portal.id)) throw new NotAllowed();
  return portal;
}
