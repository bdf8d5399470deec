import { InvalidToken, NotAllowed, NotFound, TooManyAttempts } from '../domain/errors.ts';
import { may } from '../domain/permissions.ts';
import { type AdminConfirmedSso, adminConfirmSso } from '../domain/sso/admin-confirm-sso.ts';
import { adminUnlinkSsoIdentity } from '../domain/sso/admin-unlink-sso-identity.ts';
import { isAdminPasswordLogInOff } from '../domain/sso-connections/admin-password-log-in.ts';
import { findAdminChoices } from '../domain/sso-connections/find-choices.ts';
import { startUrl } from '../domain/sso-connections/start-url.ts';
import { Admin } from './admins.ts';
import { builder } from './api/builder.ts';
import { LONGEST_LIST } from './api/paging.ts';

const AdminSsoChoice = builder.objectRef<{ label: string; startUrl: string }>('AdminSsoChoice').implement({
  description: 'A provider of the company that admins can log in with.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'The name for a button "Log in with <label>", such as `Acme ID`.' }),
    startUrl: t.exposeString('startUrl', {
      description:
        'The URL that starts the log-in. Send the browser there, with these query parameters. `returnTo`: the path where ' +
        'the browser ends; without it, or with any other value, it ends at GraphiQL. `prove=1`: the admin must log in at ' +
        'the provider again, which confirms the session for 10 minutes. `invitation`: the token of an invitation, which ' +
        'the log-in accepts. After a failure the browser ends at the page `/admin/sso-failed`.',
    }),
  }),
});

const AdminLogInMethods = builder
  .objectRef<{ password: boolean; ssoConnections: { label: string; startUrl: string }[] }>('AdminLogInMethods')
  .implement({
    description: 'The ways in which admins can log in.',
    fields: (t) => ({
      password: t.exposeBoolean('password', {
        description: 'Whether admins can log in with a password. If not, `adminLogIn` answers PasswordLoginOff.',
      }),
      ssoConnections: t.field({
        type: [AdminSsoChoice],
        description: 'The providers of the company, ordered by label. At most 50.',
        resolve: ({ ssoConnections }) => ssoConnections,
      }),
    }),
  });

builder.queryField('adminLogInMethods', (t) =>
  t.field({
    type: AdminLogInMethods,
    nullable: true,
    description: 'The ways in which admins can log in. Anyone can read it.',
    resolve: async (_, __, { app }) => ({
      password: !(await isAdminPasswordLogInOff(app)),
      ssoConnections: (await findAdminChoices(app)).map(({ id, label }) => ({
        label,
        startUrl: startUrl(app, { id, portal: null }),
      })),
    }),
  }),
);

const AdminSsoIdentity = builder.prismaObject('AdminSsoIdentity', {
  description: 'An account at the provider of the company that is linked to an admin.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the linked account, a UUID.' }),
    issuer: t.exposeString('issuer', {
      description: 'The issuer identifier of the provider, such as `https://login.example.com`.',
    }),
    subject: t.exposeString('subject', { description: 'The id of the account at the provider, from the claim `sub`.' }),
    email: t.exposeString('email', {
      nullable: true,
      description: 'The email address that the provider last sent. It decides nothing.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time when the account was linked.' }),
    lastLogInAt: t.expose('lastLogInAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time of the last log-in with this account. Null if there was none.',
    }),
  }),
});

builder.prismaObjectField(Admin, 'ssoIdentities', (t) =>
  t.field({
    type: [AdminSsoIdentity],
    nullable: true,
    description:
      'The accounts at the provider of the company that are linked to the admin, the oldest first, at most 100. Null ' +
      'unless this admin or an OWNER of all portals asks.',
    select: {
      id: true,
      ssoIdentities: { orderBy: { id: 'asc' }, take: -LONGEST_LIST },
    },
    resolve: async ({ id, ssoIdentities }, _, { admin }) => {
      const me = await admin();
      return me && (me.id === id || may(me, 'manageAdmins', null)) ? ssoIdentities : null;
    },
  }),
);

const AdminConfirmSsoSuccess = builder.objectRef<AdminConfirmedSso>('AdminConfirmSsoSuccess').implement({
  description: 'The account is linked to the admin. Nobody is logged in yet: send the browser to `startUrl`.',
  fields: (t) => ({
    email: t.string({ description: 'The email address of the admin.', resolve: ({ admin }) => admin.email }),
    startUrl: t.string({
      description: 'The URL that starts the log-in. Send the browser there.',
      resolve: ({ connection }, _, { app }) => startUrl(app, connection),
    }),
  }),
});

builder.mutationField('adminConfirmSso', (t) =>
  t.fieldWithInput({
    type: AdminConfirmSsoSuccess,
    nullable: true,
    description:
      'Links an account at the provider of the company to an admin, with the token of the email. InvalidToken if the ' +
      'link is unknown, was used or is too old, or if the admin has another account at this provider.',
    errors: { types: [InvalidToken, TooManyAttempts] },
    typeOptions: { description: 'The token of the link that links an account to an admin.' },
    input: {
      token: t.input.string({
        required: true,
        description: 'The token of the emailed link. It is valid for 1 hour, unless the operator sets another time.',
      }),
    },
    resolve: (_, { input }, { app }) => adminConfirmSso(app, input),
  }),
);

const AdminUnlinkSsoIdentitySuccess = builder
  .objectRef<{ id: string; adminId: string }>('AdminUnlinkSsoIdentitySuccess')
  .implement({
    description: 'The account is unlinked, and the sessions that were opened with it have ended.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'The id of the unlinked account.' }),
      adminId: t.exposeID('adminId', { description: 'The id of the admin that the account was linked to.' }),
    }),
  });

builder.mutationField('adminUnlinkSsoIdentity', (t) =>
  t.fieldWithInput({
    type: AdminUnlinkSsoIdentitySuccess,
    nullable: true,
    description:
      'Unlinks an account at the provider of the company from the admin who is logged in, or from any admin if an OWNER ' +
      'of all portals asks. At the next log-in with an account, the admin gets an email with a link that links it.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'The account that is unlinked from an admin.' },
    input: { id: t.input.id({ required: true, description: 'The id of the account, from `admin.ssoIdentities`.' }) },
    resolve: async (_, { input }, { app, admin }) => await adminUnlinkSsoIdentity(app, await admin(), input),
  }),
);
