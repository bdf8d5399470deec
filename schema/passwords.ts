import { requestPasswordReset } from '../domain/developers/request-password-reset.ts';
import { resetPassword } from '../domain/developers/reset-password.ts';
import { setPassword } from '../domain/developers/set-password.ts';
import type { LinkedAccounts } from '../domain/developers/tell-password-changed.ts';
import { InvalidInput, InvalidToken, NotFound, PasswordLoginOff, TooManyAttempts } from '../domain/errors.ts';
import type { Portal as PortalRow, DeveloperStatus as Status } from '../prisma/generated/client/client.ts';
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
} & Partial<LinkedAccounts>;

/** The success of a mutation by which someone chose a password: who, where, and whether it lets in already. */
const passwordChosen = (name: string, description: string) =>
  builder.objectRef<PasswordChosen>(name).implement({
    description,
    fields: (t) => ({
      email: t.exposeString('email', { description: 'The address in its canonical form, to log in with.' }),
      status: t.expose('status', {
        type: DeveloperStatus,
        description: 'APPROVED: log in now. PENDING: wait for the mail that tells.',
      }),
      portal: t.expose('portal', { type: Portal, description: 'The portal to log in at.' }),
      deviceToken: t.exposeString('deviceToken', newDeviceToken),
    }),
  });

const SetPasswordSuccess = passwordChosen('SetPasswordSuccess', 'The password is created; nobody is logged in by it.');

builder.mutationField('setPassword', (t) =>
  t.fieldWithInput({
    type: SetPasswordSuccess,
    nullable: true,
    description:
      'Creates the first password; succeeds once. Waits up to 2 seconds for the portal to decide, so that the status is fresh.',
    errors: { types: [InvalidInput, InvalidToken, PasswordLoginOff, TooManyAttempts] },
    typeOptions: { description: 'The first password.' },
    input: {
      token: t.input.string({ required: true, description: 'The `passwordToken` of `verifyEmail`.' }),
      password: t.input.string({ required: true, description: 'As `portal.passwordPolicy` says; every character counts.' }),
      session: t.input.field(deviceKind),
    },
    resolve: async (_, { input }, { app, client }) => {
      const chosen = await setPassword(app, input, client);
      return await handOverDevice(client, { portal: chosen.portal.slug }, input.session, chosen);
    },
  }),
);

const RequestPasswordResetSuccess = builder.objectRef<{ email: string }>('RequestPasswordResetSuccess').implement({
  description: 'If the address is registered, a mail is on its way; whether it is, is told by that mail alone.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The address in its canonical form, made from the input alone.' }),
  }),
});

builder.mutationField('requestPasswordReset', (t) =>
  t.fieldWithInput({
    type: RequestPasswordResetSuccess,
    nullable: true,
    description:
      'Mails a reset link to an address that is verified, also where no password was chosen yet; to others what helps them: the ' +
      'verification link, or their status. Mails to one mailbox are bounded as those of `signUp` are.',
    errors: { types: [InvalidInput, NotFound, PasswordLoginOff, TooManyAttempts] },
    typeOptions: { description: 'Whose password was forgotten.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal.' }),
      email: t.input.string({ required: true, description: 'The address that was registered.' }),
    },
    resolve: (_, { input }, { app, client }) => requestPasswordReset(app, input, client),
  }),
);

const ResetPasswordSuccess = passwordChosen(
  'ResetPasswordSuccess',
  'The password is replaced, all sessions and other links have ended, and nobody is logged in by it.',
);

builder.objectFields(ResetPasswordSuccess, (t) => ({
  ssoIdentities: t.field({
    type: [SsoIdentity],
    description:
      'The accounts at identity providers that log in to this registration, whatever the password is. Show them: whoever stole an account ' +
      'may have linked one.',
    resolve: ({ ssoIdentities = [] }) => ssoIdentities,
  }),
  unlinkToken: t.string({
    nullable: true,
    description:
      'For `unlinkSsoIdentityByLink`, valid for 72 hours; the mail about the reset has it, too. Null without `ssoIdentities`.',
    resolve: ({ unlinkToken = null }) => unlinkToken,
  }),
}));

builder.mutationField('resetPassword', (t) =>
  t.fieldWithInput({
    type: ResetPasswordSuccess,
    nullable: true,
    description:
      'Replaces the password by the mailed link, or creates the first one; succeeds once. A notice goes to the address.',
    errors: { types: [InvalidInput, InvalidToken, PasswordLoginOff, TooManyAttempts] },
    typeOptions: { description: 'The new password.' },
    input: {
      token: t.input.string({ required: true, description: 'The token of the mailed link, valid for 60 minutes by default.' }),
      password: t.input.string({ required: true, description: 'As `portal.passwordPolicy` says; every character counts.' }),
      session: t.input.field(deviceKind),
    },
    resolve: async (_, { input }, { app, client }) => {
      const chosen = await resetPassword(app, input, client);
      return await handOverDevice(client, { portal: chosen.portal.slug }, input.session, chosen);
    },
  }),
);
