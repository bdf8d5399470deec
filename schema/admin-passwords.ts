import { adminChangePassword } from '../domain/admins/admin-change-password.ts';
import { adminRequestPasswordReset } from '../domain/admins/admin-request-password-reset.ts';
import { adminResetPassword } from '../domain/admins/admin-reset-password.ts';
import { ADMIN_CONTEXT_WORDS } from '../domain/admins/check-admin-password.ts';
import type { AdminLoggedIn } from '../domain/admins/open-admin-session.ts';
import {
  InvalidCredentials,
  InvalidInput,
  InvalidToken,
  NotAllowed,
  PasswordLoginOff,
  TooManyAttempts,
} from '../domain/errors.ts';
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
    description: 'The rules for the password of an admin.',
    resolve: () => ({ minLength: STANDARD_MIN_LENGTH, contextWords: ADMIN_CONTEXT_WORDS }),
  }),
);

const AdminRequestPasswordResetSuccess = builder.objectRef<{ email: string }>('AdminRequestPasswordResetSuccess').implement({
  description: 'If an admin has this email address, an email is on its way. The answer never tells whether one has it.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The email address from the input, in canonical form.' }),
  }),
});

builder.mutationField('adminRequestPasswordReset', (t) =>
  t.fieldWithInput({
    type: AdminRequestPasswordResetSuccess,
    nullable: true,
    description:
      'Emails a password reset link to an admin. Other email addresses get nothing, and the answer is the same. The ' +
      'number of emails to one mailbox is limited as for `signUp`. NotAllowed for a page of another origin.',
    errors: { types: [NotAllowed, InvalidInput, PasswordLoginOff, TooManyAttempts] },
    typeOptions: { description: 'The admin who forgot the password.' },
    input: {
      email: t.input.string({ required: true, description: 'The email address of the admin, such as `ada@example.com`.' }),
    },
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
      'The password is changed. All sessions and all other links of the admin have ended, and the admin can log in ' + 'now.',
    fields: (t) => ({
      email: t.string({
        description: 'The email address to log in with, in canonical form.',
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
      'Sets a new password of an admin with the token from the email. A token works once. The admin gets an email ' +
      'about the change. NotAllowed for a page of another origin.',
    errors: { types: [NotAllowed, InvalidInput, InvalidToken, TooManyAttempts] },
    typeOptions: { description: 'The token from the email and the new password of an admin.' },
    input: {
      token: t.input.string({
        required: true,
        description: 'The token of the emailed link. It is valid for 60 minutes, unless the operator sets another time.',
      }),
      password: t.input.string({
        required: true,
        description: 'The new password, as `adminPasswordPolicy` requires. Spaces count too.',
      }),
      session: t.input.field(deviceKind),
    },
    resolve: async (_, { input }, { app, client }) => {
      await demandPage(client, 'admin');
      return await handOverDevice(client, 'admin', input.session, await adminResetPassword(app, input, client));
    },
  }),
);

const AdminChangePasswordSuccess = builder.objectRef<HandedOver<AdminLoggedIn>>('AdminChangePasswordSuccess').implement({
  description: 'The password is changed. All other sessions of the admin have ended, and this one has a new token.',
  fields: (t) => ({
    admin: t.field({
      type: Admin,
      description: 'The admin whose password was changed.',
      resolve: ({ admin }): AdminRow => admin,
    }),
    token: t.exposeString('token', {
      nullable: true,
      description:
        'The new bearer token, to send from now on. Null if a cookie holds the session: the answer replaces the cookie.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'The time when the session ends at the latest. The change does not move it.',
    }),
  }),
});

builder.mutationField('adminChangePassword', (t) =>
  t.fieldWithInput({
    type: AdminChangePasswordSuccess,
    nullable: true,
    description:
      'Changes the password of the admin who is logged in, who gets an email about it. InvalidCredentials if the ' +
      'current password is wrong. TooManyAttempts after too many wrong ones.',
    errors: { types: [NotAllowed, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The current password of an admin and the new one.' },
    input: {
      currentPassword: t.input.string({
        required: true,
        description: 'The current password. A wrong one is InvalidCredentials.',
      }),
      newPassword: t.input.string({
        required: true,
        description: 'The new password, as `adminPasswordPolicy` requires. Spaces count too.',
      }),
    },
    resolve: async (_, { input }, { app, admin, client }) => {
      const session = await adminChangePassword(app, await admin(), input, await client.token('admin'), client);
      return handOver(client, 'admin', client.holds, session);
    },
  }),
);
