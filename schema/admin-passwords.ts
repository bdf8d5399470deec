import { adminChangePassword } from '../domain/admins/change-password.ts';
import { ADMIN_CONTEXT_WORDS } from '../domain/admins/check-password.ts';
import type { AdminLoggedIn } from '../domain/admins/log-in.ts';
import { adminRequestPasswordReset } from '../domain/admins/request-password-reset.ts';
import { adminResetPassword } from '../domain/admins/reset-password.ts';
import { InvalidCredentials, InvalidInput, InvalidToken, NotAllowed, TooManyAttempts } from '../domain/errors.ts';
import { STANDARD_MIN_LENGTH } from '../domain/passwords/check-password.ts';
import type { Admin as AdminRow } from '../prisma/generated/client/client.ts';
import { Admin } from './admins.ts';
import { builder } from './api/builder.ts';
import { demandPage, deviceKind, type HandedOver, handOver, handOverDevice, newDeviceToken } from './api/new-session.ts';
import { PasswordPolicy } from './password-policy.ts';

builder.queryField('adminPasswordPolicy', (t) =>
  t.field({
    type: PasswordPolicy,
    nullable: true,
    description: 'What the password of an admin must be.',
    resolve: () => ({ minLength: STANDARD_MIN_LENGTH, contextWords: ADMIN_CONTEXT_WORDS }),
  }),
);

const AdminRequestPasswordResetSuccess = builder.objectRef<{ email: string }>('AdminRequestPasswordResetSuccess').implement({
  description: 'If there is an admin with this address, a mail is on its way; whether there is, is told by that mail alone.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The address in its canonical form, made from the input alone.' }),
  }),
});

builder.mutationField('adminRequestPasswordReset', (t) =>
  t.fieldWithInput({
    type: AdminRequestPasswordResetSuccess,
    nullable: true,
    description:
      'Mails a reset link to an admin, and nothing to others. Mails to one mailbox are bounded as those of `signUp` are. NotAllowed for ' +
      'a page of another origin.',
    errors: { types: [NotAllowed, InvalidInput, TooManyAttempts] },
    typeOptions: { description: 'Whose password was forgotten.' },
    input: { email: t.input.string({ required: true, description: 'The address of the admin.' }) },
    resolve: async (_, { input }, { app, client }) => {
      await demandPage(client, 'admin');
      return await adminRequestPasswordReset(app, input, client);
    },
  }),
);

const AdminResetPasswordSuccess = builder
  .objectRef<{ admin: AdminRow; deviceToken: string | null }>('AdminResetPasswordSuccess')
  .implement({
    description:
      'The password is replaced, all sessions and other links of the admin have ended, and nobody is logged in by it.',
    fields: (t) => ({
      email: t.string({
        description: 'The address in its canonical form, to log in with.',
        resolve: ({ admin }) => admin.email,
      }),
      deviceToken: t.exposeString('deviceToken', newDeviceToken),
    }),
  });

builder.mutationField('adminResetPassword', (t) =>
  t.fieldWithInput({
    type: AdminResetPasswordSuccess,
    nullable: true,
    description:
      'Replaces the password of an admin by the mailed link; succeeds once. A notice goes to the address. NotAllowed for a page of another origin.',
    errors: { types: [NotAllowed, InvalidInput, InvalidToken, TooManyAttempts] },
    typeOptions: { description: 'The new password.' },
    input: {
      token: t.input.string({ required: true, description: 'The token of the mailed link, valid for 60 minutes by default.' }),
      password: t.input.string({ required: true, description: 'As `adminPasswordPolicy` says; every character counts.' }),
      session: t.input.field(deviceKind),
    },
    resolve: async (_, { input }, { app, client }) => {
      await demandPage(client, 'admin');
      return await handOverDevice(client, 'admin', input.session, await adminResetPassword(app, input, client));
    },
  }),
);

const AdminChangePasswordSuccess = builder.objectRef<HandedOver<AdminLoggedIn>>('AdminChangePasswordSuccess').implement({
  description: 'The password is replaced. The session that asked goes on under a new secret; all others have ended.',
  fields: (t) => ({
    admin: t.field({ type: Admin, description: 'Whose it is.', resolve: ({ admin }): AdminRow => admin }),
    token: t.exposeString('token', {
      nullable: true,
      description: 'In the place of the bearer token that asked; null where a cookie did, which is replaced too.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the session ends at the latest, as before.' }),
  }),
});

builder.mutationField('adminChangePassword', (t) =>
  t.fieldWithInput({
    type: AdminChangePasswordSuccess,
    nullable: true,
    description: 'Replaces the password of the admin who is logged in. A notice goes to the address.',
    errors: { types: [NotAllowed, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The present password and the new one.' },
    input: {
      currentPassword: t.input.string({ required: true, description: 'The password so far.' }),
      newPassword: t.input.string({ required: true, description: 'As `adminPasswordPolicy` says; every character counts.' }),
    },
    resolve: async (_, { input }, { app, admin, client }) => {
      const session = await adminChangePassword(app, await admin(), input, await client.token('admin'), client);
      return handOver(client, 'admin', client.holds, session);
    },
  }),
);
