import type { App } from '../app.ts';
import { PasswordLoginOff } from '../errors.ts';
import { isWayIn } from '../portals/way-in.ts';

/** Off only while admins surely have another way in. Asks the database only if the operator wants passwords off. */
export async function isAdminPasswordLogInOff({ prisma, settings }: App): Promise<boolean> {
  if (settings.adminPasswordLogin) return false;
  const connections = await prisma.ssoConnection.findMany({ where: { portalId: null } });
  return connections.some(isWayIn);
}

/** The same for every email address, because it comes before any look-up. */
export async function demandAdminPasswordLogIn(app: App): Promise<void> {
  if (await isAdminPasswordLogInOff(app)) throw new PasswordLoginOff('ADMINS');
}
