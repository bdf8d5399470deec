import { requestPasswordReset } from '../domain/developers/request-password-reset.ts';
import { resetPassword } from '../domain/developers/reset-password.ts';
import { setPassword } from '../domain/developers/set-password.ts';
import type { LinkedAccounts } from '../domain/developers/tell-password-changed.ts';
import { BotCheckRequired, InvalidInput, InvalidToken, NotFound, PasswordLoginOff, TooManyAttempts } from '../domain/errors.ts';
import type { Portal as PortalRow, DeveloperStatus as Status } from '../prisma/generated/client/client.ts';
import { solution } from './api/bot-challenge.ts';
import { builder } from './api/builder.ts';
import { DeveloperStatus } from './api/enums.ts';
import { deviceKind, handOverDevice, newDeviceToken } from './api/new-session.ts';
import { Portal } from './portals.ts';
import { SsoIdentity } from './sso-identities.ts';

type PasswordChosen = {
  email: string;
  status: Status;
  portal: PortalRow;
  deviceToken: string | null;
  watchToken: string;
} & Partial<LinkedAccounts>;

/** The success of a mutation by which someone chose a password: who, where, and whether it lets in already. */
const passwordChosen = (name: string, description: string) =>
  builder.objectRef<PasswordChosen>(name).implement({
    description,
    fields: (t) => ({
      email: t.exposeString('email', { description: 'The email address to log in with, in canonical form.' }),
      status: t.expose('status', {
        type: DeveloperStatus,
        description:
          'The status of the registration. APPROVED: the person can log in now. PENDING: an email will tell the decision.',
      }),
      portal: t.expose('portal', { type: Portal, description: 'The portal to log in at.' }),
      deviceToken: t.exposeString('deviceToken', newDeviceToken),
      watchToken: t.exposeString('watchToken', {
        description:
          'A token for the subscription `registrationChanged`, valid for 24 hours. It reads this status and nothing else.',
      }),
    }),
  });

const SetPasswordSuccess = passwordChosen('SetPasswordSuccess', 'The password is set. Nobody is logged in yet.');

builder.mutationField('setPassword', (t) =>
  t.fieldWithInput({
    type: SetPasswordSuccess,
    nullable: true,
    description:
      'Sets the first password with the `passwordToken` of `verifyEmail`. A token works once. The answer can take up ' +
      'to 2 seconds, so that an automatic approval is already in `status`.',
    errors: { types: [InvalidInput, InvalidToken, PasswordLoginOff, TooManyAttempts] },
    typeOptions: { description: 'The token and the first password of a developer.' },
    input: {
      token: t.input.string({ required: true, description: 'The `passwordToken` of `verifyEmail` or `undoEmailChange`.' }),
      password: t.input.string({
        required: true,
        description: 'The password, as `portal.passwordPolicy` requires. Spaces count too.',
      }),
      session: t.input.field(deviceKind),
    },
    resolve: async (_, { input }, { app, client }) => {
      const chosen = await setPassword(app, input, client);
      return await handOverDevice(client, { portal: chosen.portal.slug }, input.session, chosen);
    },
  }),
);

const RequestPasswordResetSuccess = builder.objectRef<{ email: string }>('RequestPasswordResetSuccess').implement({
  description: 'If the email address is registered, an email is on its way. The answer never tells whether it is.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The email address from the input, in canonical form.' }),
  }),
});

builder.mutationField('requestPasswordReset', (t) =>
  t.fieldWithInput({
    type: RequestPasswordResetSuccess,
    nullable: true,
    description:
      'Emails a link that sets a new password, or a first one, to a verified email address. A person who is not ' +
      'verified or not approved gets an email that helps them instead: a verification link, or the status. Unknown ' +
      'email addresses get nothing, and the answer is the same. The number of emails to one mailbox is limited as ' +
      'for `signUp`. BotCheckRequired if the portal asks for a solution in `botCheck`.',
    errors: { types: [InvalidInput, NotFound, PasswordLoginOff, BotCheckRequired, TooManyAttempts] },
    typeOptions: { description: 'The developer who forgot the password.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      email: t.input.string({ required: true, description: 'The email address of the developer, such as `ada@example.com`.' }),
      botCheck: t.input.string(solution),
    },
    resolve: (_, { input }, { app, client, caller }) => requestPasswordReset(app, input, client, caller),
  }),
);

const ResetPasswordSuccess = passwordChosen(
  'ResetPasswordSuccess',
  'The password is changed. All sessions and other links of the developer have ended, and nobody is logged in.',
);

builder.objectFields(ResetPasswordSuccess, (t) => ({
  ssoIdentities: t.field({
    type: [SsoIdentity],
    description:
      'The linked accounts at identity providers. They can log in without the password, so show them: a stranger may ' +
      'have linked one.',
    resolve: ({ ssoIdentities = [] }) => ssoIdentities,
  }),
  unlinkToken: t.string({
    nullable: true,
    description:
      'A token for `unlinkSsoIdentityByLink`, valid for 72 hours. The email about the change has it too. Null if ' +
      'there are no `ssoIdentities`.',
    resolve: ({ unlinkToken = null }) => unlinkToken,
  }),
}));

builder.mutationField('resetPassword', (t) =>
  t.fieldWithInput({
    type: ResetPasswordSuccess,
    nullable: true,
    description:
      'Sets a new password, or the first one, with the token from the email. A token works once. The developer gets ' +
      'an email about the change. InvalidToken if the token was used or is too old.',
    errors: { types: [InvalidInput, InvalidToken, PasswordLoginOff, TooManyAttempts] },
    typeOptions: { description: 'The token from the email and the new password of a developer.' },
    input: {
      token: t.input.string({
        required: true,
        description: 'The token of the emailed link. It is valid for 60 minutes, unless the operator sets another time.',
      }),
      password: t.input.string({
        required: true,
        description: 'The new password, as `portal.passwordPolicy` requires. Spaces count too.',
      }),
      session: t.input.field(deviceKind),
    },
    resolve: async (_, { input }, { app, client }) => {
      const chosen = await resetPassword(app, input, client);
      return await handOverDevice(client, { portal: chosen.portal.slug }, input.session, chosen);
    },
  }),
);
