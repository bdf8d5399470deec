import { acceptAdminInvitation } from '../domain/admins/accept-admin-invitation.ts';
import { invitationsInReach } from '../domain/admins/find-admin-invitation.ts';
import { inviteAdmin } from '../domain/admins/invite-admin.ts';
import { revokeAdminInvitation } from '../domain/admins/revoke-admin-invitation.ts';
import { databaseNow } from '../domain/clock.ts';
import {
  ConfirmationRequired,
  InvalidInput,
  InvalidToken,
  NotAllowed,
  NotFound,
  PasswordLoginOff,
  TooManyAttempts,
} from '../domain/errors.ts';
import { mayAnywhere } from '../domain/permissions.ts';
import type { Admin as AdminRow, AdminInvitation as InvitationRow } from '../prisma/generated/client/client.ts';
import { AdminRoleInput } from './admin-roles.ts';
import { Admin, Role } from './admins.ts';
import { builder } from './api/builder.ts';
import { demandPage } from './api/new-session.ts';
import { pageOf, selected } from './api/paging.ts';
import { Portal } from './portals.ts';

export const AdminInvitationRole = builder.prismaObject('AdminInvitationRole', {
  description: 'A role that an invitation gives, for one portal or for all.',
  fields: (t) => ({
    role: t.expose('role', { type: Role, description: 'What the role allows.' }),
    portal: t.relation('portal', {
      type: Portal,
      nullable: true,
      description: 'The portal that the role is for. Null if it is for all portals.',
    }),
  }),
});

const AdminInvitation = builder.prismaObject('AdminInvitation', {
  description: 'An emailed invitation to be an admin. It works once, for 7 days.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the invitation, a UUID.' }),
    email: t.exposeString('email', { description: 'The email address that is invited, in canonical form.' }),
    roles: t.relation('roles', {
      type: AdminInvitationRole,
      description: 'The roles that the invitation gives. At most 100.',
      query: { orderBy: { id: 'asc' } },
    }),
    inviter: t.relation('inviter', { type: Admin, description: 'The admin who invited.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time when the invitation was sent.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'The time when the invitation ends.' }),
  }),
});

builder.queryField('adminInvitations', (t) =>
  t.connection(
    {
      type: AdminInvitation,
      nullable: true,
      description:
        'The open invitations of admins, the newest first, in pages of 20, at most 100. An OWNER of some portals sees the ' +
        'invitations that give roles at these portals alone. Fails with NOT_ALLOWED for people who are no OWNER.',
      resolve: async (_, args, context, info) => {
        const me = await context.admin();
        if (!me || !mayAnywhere(me, 'manageAdmins')) throw new NotAllowed();
        const { prisma } = context.app;
        const where = { expiresAt: { gt: await databaseNow(prisma) }, ...invitationsInReach(me) };
        return pageOf(args, {
          order: { by: [], id: 'desc' },
          where,
          find: (slice) => prisma.adminInvitation.findMany({ ...selected(context, info), ...slice }),
          count: (take) => prisma.adminInvitation.count({ where, take }),
        });
      },
    },
    { description: 'A page of a list of invitations of admins.' },
    { description: 'An invitation on a page, with its cursor.' },
  ),
);

const InviteAdminSuccess = builder.objectRef<{ invitation: InvitationRow }>('InviteAdminSuccess').implement({
  description: 'The invitation is on its way.',
  fields: (t) => ({
    invitation: t.field({
      type: AdminInvitation,
      description: 'The new invitation.',
      resolve: ({ invitation }) => invitation,
    }),
  }),
});

builder.mutationField('inviteAdmin', (t) =>
  t.fieldWithInput({
    type: InviteAdminSuccess,
    nullable: true,
    description:
      'Emails a person a link to become an admin with these roles. It is valid for 7 days. The answer is the same if the ' +
      'person is an admin already: they gain the roles when they accept. NotAllowed for a role that the caller cannot ' +
      'give: an OWNER of some portals gives roles at these portals alone. InvalidInput if the caller has 100 open ' +
      'invitations.',
    errors: { types: [NotAllowed, InvalidInput, ConfirmationRequired] },
    typeOptions: { description: 'The person to invite, and the roles to give.' },
    input: {
      email: t.input.string({ required: true, description: 'The email address to invite, such as `ada@example.com`.' }),
      roles: t.input.field({
        type: [AdminRoleInput],
        required: true,
        description: 'The roles to give, 1 to 100, at most one for each portal.',
      }),
    },
    resolve: async (_, { input }, { app, admin, client }) => ({
      invitation: await inviteAdmin(app, await admin(), input, client),
    }),
  }),
);

const AcceptAdminInvitationSuccess = builder
  .objectRef<{ admin: AdminRow; secondFactorToken: string | null }>('AcceptAdminInvitationSuccess')
  .implement({
    description: 'The person is an admin with the roles of the invitation, and can log in. The invitation has ended.',
    fields: (t) => ({
      email: t.string({
        description: 'The email address to log in with, in canonical form.',
        resolve: ({ admin }) => admin.email,
      }),
      secondFactorToken: t.exposeString('secondFactorToken', {
        nullable: true,
        description:
          'For a new admin: a token that sets up a second factor with `adminStartTotp` or `adminStartPasskey`, for 30 minutes. Null for ' +
          'a person who is an admin already.',
      }),
    }),
  });

builder.mutationField('acceptAdminInvitation', (t) =>
  t.fieldWithInput({
    type: AcceptAdminInvitationSuccess,
    nullable: true,
    description:
      'Accepts an invitation to be an admin. A new admin chooses a password. A person who is an admin already has to be ' +
      'logged in, and gains the roles; a higher role at a portal stays. It does not log in. InvalidToken if the invitation ' +
      'has ended, or if the admin who invited could no longer give the roles. NotAllowed for a page of another origin, and ' +
      'if the email address is that of an admin who is not logged in.',
    errors: { types: [NotAllowed, InvalidInput, InvalidToken, PasswordLoginOff, TooManyAttempts] },
    typeOptions: { description: 'The token of an invitation, and the password of a new admin.' },
    input: {
      token: t.input.string({ required: true, description: 'The token of the emailed link.' }),
      password: t.input.string({
        description:
          'The password of a new admin, as `adminPasswordPolicy` requires. Spaces count too. It is ignored if the person is ' +
          'an admin already.',
      }),
      locale: t.input.string({
        description:
          'The language that a new admin reads, as a tag of BCP 47 of at most 35 characters, such as `de-AT`. If it is left out, ' +
          'the first language of `Accept-Language` that Gatehouse has. It is ignored if the person is an admin already.',
      }),
    },
    resolve: async (_, { input }, { app, admin, client }) => {
      await demandPage(client, 'admin');
      return await acceptAdminInvitation(app, await admin(), input, client);
    },
  }),
);

const RevokeAdminInvitationSuccess = builder.objectRef<{ id: string }>('RevokeAdminInvitationSuccess').implement({
  description: 'The invitation does not work any more.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id of the invitation that ended.' }) }),
});

builder.mutationField('revokeAdminInvitation', (t) =>
  t.fieldWithInput({
    type: RevokeAdminInvitationSuccess,
    nullable: true,
    description:
      'Ends an invitation of an admin. NotAllowed for people who are no OWNER. NotFound if there is no such invitation, or ' +
      'it gives roles at other portals too.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'The invitation of an admin that ends.' },
    input: { id: t.input.id({ required: true, description: 'The id of the invitation, from `adminInvitations`.' }) },
    resolve: async (_, { input }, { app, admin }) => {
      await revokeAdminInvitation(app, await admin(), input);
      return input;
    },
  }),
);
