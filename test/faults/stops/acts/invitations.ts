import {
  createDeveloper,
  createInvitationLink,
  inviteDevelopers,
  invited,
  resendInvitations,
  revokeInvitations,
} from '../../../kit/invitations.ts';
import { type Act, emailOf } from '../act.ts';

export const invitations: Record<string, Act> = {
  inviteDevelopers:
    async ({ owner }, tag) =>
    (site) =>
      inviteDevelopers(site, [{ email: emailOf(tag) }, { email: emailOf(`${tag}-two`) }], owner),
  createDeveloper:
    async ({ owner }, tag) =>
    (site) =>
      createDeveloper(site, emailOf(tag), owner, { approved: true }),
  createInvitationLink:
    async ({ owner }, tag) =>
    (site) =>
      createInvitationLink(site, owner, { label: tag }),
  resendInvitations: async ({ gatehouse, owner }, tag) => {
    const { id } = await invited(gatehouse, emailOf(tag), owner);
    await gatehouse.sql("UPDATE invitations SET mailed_at = mailed_at - interval '2 hours' WHERE id = $1", [id]);
    return (site) => resendInvitations(site, [id], owner);
  },
  revokeInvitations: async ({ gatehouse, owner }, tag) => {
    const { id } = await invited(gatehouse, emailOf(tag), owner);
    return (site) => revokeInvitations(site, [id], owner);
  },
};
