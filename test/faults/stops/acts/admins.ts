import {
  acceptAdminInvitation,
  addAdmin,
  adminBearer,
  adminChangePassword,
  adminId,
  adminLogIn,
  adminLogOut,
  adminRequestPasswordReset,
  adminResetPassword,
  adminRevokeOtherSessions,
  adminRevokeSession,
  adminSessions,
  adminUpdateNotifications,
  adminUpdateProfile,
  createPortal,
  inviteAdmin,
  removeAdmin,
  revokeAdminInvitation,
  updateAdmin,
} from '../../../kit/admins.ts';
import { apiToken, createApiToken, revokeApiToken } from '../../../kit/api-tokens.ts';
import { adminConfirm, adminStartConfirm, updateInstallation } from '../../../kit/confirm.ts';
import { ADMIN } from '../../../kit/installation.ts';
import { mailedToken, NEW_PASSWORD } from '../../../kit/people.ts';
import { present } from '../../../kit/present.ts';
import { type Act, emailOf, type Ground } from '../act.ts';

/** Those of other portals are told of what happens there. */
export async function ownerOfOwnPortal({ gatehouse, owner }: Ground, tag: string): Promise<string> {
  await createPortal(gatehouse, tag, owner);
  return await addAdmin(gatehouse, emailOf(tag), 'OWNER', tag);
}

/** Of admins and of the installation. Each subject is an admin of its own. */
export const admins: Record<string, Act> = {
  adminLogIn: async ({ gatehouse }, tag) => {
    await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    return (site) => adminLogIn(site, { email: emailOf(tag) });
  },
  adminLogOut: async ({ gatehouse }, tag) => {
    const token = await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    return (site) => adminLogOut(site, { token });
  },
  adminChangePassword: async ({ gatehouse }, tag) => {
    const token = await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    return (site) => adminChangePassword(site, ADMIN.password, NEW_PASSWORD, { token });
  },
  adminRequestPasswordReset: async ({ gatehouse }, tag) => {
    await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    return (site) => adminRequestPasswordReset(site, emailOf(tag));
  },
  adminResetPassword: async ({ gatehouse }, tag) => {
    await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    await adminRequestPasswordReset(gatehouse, emailOf(tag));
    const token = await mailedToken(gatehouse, emailOf(tag));
    return (site) => adminResetPassword(site, token, NEW_PASSWORD);
  },
  adminRevokeSession: async ({ gatehouse }, tag) => {
    await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    const token = await adminBearer(gatehouse, emailOf(tag));
    const other = present((await adminSessions(gatehouse, { token })).find(({ current }) => !current));
    return (site) => adminRevokeSession(site, other.id, { token });
  },
  adminRevokeOtherSessions: async ({ gatehouse }, tag) => {
    await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    const token = await adminBearer(gatehouse, emailOf(tag));
    return (site) => adminRevokeOtherSessions(site, { token });
  },
  adminUpdateNotifications: async (ground, tag) => {
    const token = await ownerOfOwnPortal(ground, tag);
    return (site) => adminUpdateNotifications(site, { portal: tag, frequency: 'DAILY' }, token);
  },
  adminUpdateProfile: async ({ gatehouse }, tag) => {
    const token = await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    return (site) => adminUpdateProfile(site, { locale: 'de' }, token);
  },
  adminStartConfirm: async ({ gatehouse }, tag) => {
    const token = await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    return (site) => adminStartConfirm(site, token);
  },
  adminConfirm: async ({ gatehouse }, tag) => {
    const token = await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    return (site) => adminConfirm(site, { password: ADMIN.password }, token);
  },
  // By an admin of the subject's own, since one admin can have so many open invitations only.
  inviteAdmin: async (ground, tag) => {
    const inviter = await ownerOfOwnPortal(ground, tag);
    return (site) => inviteAdmin(site, emailOf(`${tag}-new`), [{ role: 'APPROVER', portal: tag }], inviter);
  },
  // A VIEWER is not told of people who wait.
  acceptAdminInvitation: async (ground, tag) => {
    const inviter = await ownerOfOwnPortal(ground, tag);
    await inviteAdmin(ground.gatehouse, emailOf(`${tag}-new`), [{ role: 'VIEWER', portal: tag }], inviter);
    const token = await mailedToken(ground.gatehouse, emailOf(`${tag}-new`));
    return (site) => acceptAdminInvitation(site, { token, password: NEW_PASSWORD });
  },
  revokeAdminInvitation: async (ground, tag) => {
    const { gatehouse } = ground;
    const inviter = await ownerOfOwnPortal(ground, tag);
    await inviteAdmin(gatehouse, emailOf(`${tag}-new`), [{ role: 'APPROVER', portal: tag }], inviter);
    await gatehouse.drain();
    const [invitation] = await gatehouse.sql<{ id: string }>('SELECT id FROM admin_invitations WHERE email = $1', [
      emailOf(`${tag}-new`),
    ]);
    return (site) => revokeAdminInvitation(site, present(invitation).id, inviter);
  },
  updateAdmin: async ({ gatehouse, owner }, tag) => {
    await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    const id = await adminId(gatehouse, emailOf(tag));
    return (site) => updateAdmin(site, id, [{ role: 'VIEWER', portal: 'demo' }], owner);
  },
  removeAdmin: async ({ gatehouse, owner }, tag) => {
    await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    const id = await adminId(gatehouse, emailOf(tag));
    return (site) => removeAdmin(site, id, owner);
  },
  createApiToken: async (ground, tag) => {
    const token = await ownerOfOwnPortal(ground, tag);
    return (site) => createApiToken(site, { name: tag, roles: [{ role: 'OWNER', portal: tag }] }, token);
  },
  revokeApiToken: async (ground, tag) => {
    const token = await ownerOfOwnPortal(ground, tag);
    const { id } = await apiToken(ground.gatehouse, token, { name: tag, roles: [{ role: 'OWNER', portal: tag }] });
    return (site) => revokeApiToken(site, id, token);
  },
  updateInstallation: async ({ gatehouse }, tag) => {
    const token = await addAdmin(gatehouse, emailOf(tag), 'OWNER', null);
    return (site) => updateInstallation(site, { adminSessionLimit: 9 }, token);
  },
};
