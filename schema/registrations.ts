import { resendVerification } from '../domain/developers/resend-verification.ts';
import { signUp } from '../domain/developers/sign-up.ts';
import { type VerifiedEmail, verifyEmail } from '../domain/developers/verify-email.ts';
import {
  InvalidInput,
  InvalidToken,
  NotFound,
  PasswordLoginOff,
  RegistrationClosed,
  TooManyAttempts,
} from '../domain/errors.ts';
import { AnswerInput } from './answers.ts';
import { builder } from './api/builder.ts';
import { DeveloperStatus } from './api/enums.ts';
import { Portal } from './portals.ts';

const SignUpSuccess = builder.objectRef<{ email: string }>('SignUpSuccess').implement({
  description: 'An email was sent. The answer never tells whether the email address was registered before.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The email address from the input, in canonical form.' }),
  }),
});

builder.mutationField('signUp', (t) =>
  t.fieldWithInput({
    type: SignUpSuccess,
    nullable: true,
    description:
      'Registers a person at a portal and emails a verification link. If the email address is registered already, ' +
      'the email tells its owner the status instead, and the answer is the same. One client causes at most 3 emails ' +
      'of a kind to one mailbox in a minute and 10 in an hour, all clients together 20 in an hour. The first email ' +
      'of a client that was not seen for 24 hours is always sent. One client causes at most 100 emails in 10 minutes ' +
      'to all mailboxes. Above a limit the answer is the same, and no email is sent.',
    errors: { types: [InvalidInput, NotFound, PasswordLoginOff, RegistrationClosed, TooManyAttempts] },
    typeOptions: { description: 'The sign-up form of a portal, filled in.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      email: t.input.string({
        required: true,
        description: 'The email address of the person, such as `ada@example.com`, at most 254 characters.',
      }),
      fullName: t.input.string({
        required: true,
        description: 'The name of the person on one line, 1 to 256 characters, such as `Ada Lovelace`.',
      }),
      answers: t.input.field({
        type: [AnswerInput],
        description: 'Answers to `portal.signUpFields`. An issue names the field by its key, such as `["answers", "company"]`.',
      }),
      invite: t.input.string({
        description:
          'The token of an invitation, from the address of the sign-up page (`invite`). It works while registration is ' +
          'closed. If it is unknown, has ended, has no uses left, or is for another email address or portal, the result is ' +
          'InvalidInput on `invite`. A use is taken when the email address is verified.',
      }),
      locale: t.input.string({
        description:
          'The language that the person reads, as a tag of BCP 47 of at most 35 characters, such as `de-AT`. Left out, it is the ' +
          'first language of `Accept-Language` that the portal offers.',
      }),
      returnTo: t.input.string({
        description:
          'Where the person wants to go after sign-up: a path, or a URL on an origin of the portal. `verifyEmail` ' +
          'returns it.',
      }),
    },
    resolve: (_, { input }, { app, client }) => signUp(app, input, client),
  }),
);

/** Two mutations verify an email address, and answer the same. */
export const verifiedSuccess = (name: string, description: string) =>
  builder.objectRef<VerifiedEmail>(name).implement({
    description,
    fields: (t) => ({
      email: t.string({
        description: 'The verified email address, in canonical form.',
        resolve: ({ developer }) => developer.email,
      }),
      status: t.field({
        type: DeveloperStatus,
        description: 'The status of the registration. An automatic approval can follow a moment later.',
        resolve: ({ developer }) => developer.status,
      }),
      passwordToken: t.exposeString('passwordToken', {
        nullable: true,
        description:
          'A token for `setPassword`, valid for 30 minutes unless the operator sets another time. Null if the account ' +
          'has a password, or if password log-in is off.',
      }),
      expiresAt: t.expose('expiresAt', {
        type: 'DateTime',
        nullable: true,
        description: 'The time when `passwordToken` ends. Null if there is no token.',
      }),
      returnTo: t.exposeString('returnTo', {
        nullable: true,
        description: 'The `returnTo` of `signUp`. Null if there was none, and for an invitation.',
      }),
      portal: t.field({ type: Portal, description: 'The portal of the registration.', resolve: ({ portal }) => portal }),
    }),
  });

const VerifyEmailSuccess = verifiedSuccess('VerifyEmailSuccess', 'The email address is verified.');

builder.mutationField('verifyEmail', (t) =>
  t.fieldWithInput({
    type: VerifyEmailSuccess,
    nullable: true,
    description:
      'Verifies an email address with the token from the email, and registers the form. You can safely repeat it ' +
      'while the link is valid. The link stays valid after InvalidInput. InvalidToken if it is unknown or too old. ' +
      'RegistrationClosed if registration is closed and the person came with an invitation that has ended or has no uses ' +
      'left; nothing was changed then.',
    errors: { types: [InvalidInput, InvalidToken, RegistrationClosed, TooManyAttempts] },
    typeOptions: {
      description:
        'The token from the email, and corrections of the sign-up form. Values that are left out are taken from the ' +
        'form. `link` shows the form.',
    },
    input: {
      token: t.input.string({
        required: true,
        description: 'The token of the emailed link. It is valid for 24 hours, unless the operator sets another time.',
      }),
      fullName: t.input.string({
        description: 'The name of the person on one line, 1 to 256 characters, such as `Ada Lovelace`.',
      }),
      answers: t.input.field({
        type: [AnswerInput],
        description:
          'Answers to `portal.signUpFields`, also to fields that nobody can change later. An issue names the field by ' +
          'its key, such as `["answers", "company"]`.',
      }),
      acceptedTerms: t.input.string({
        description:
          'The version of `portal.terms` that the person was shown and accepts now. Required if the portal has terms: ' +
          'without it, or with an older version, the result is InvalidInput.',
      }),
      locale: t.input.string({
        description:
          'The language that the person reads, as a tag of BCP 47 of at most 35 characters, such as `de-AT`. Left out, it is ' +
          'that of the form.',
      }),
    },
    resolve: (_, { input }, { app }) => verifyEmail(app, input),
  }),
);

const ResendVerificationSuccess = builder.objectRef<{ email: string }>('ResendVerificationSuccess').implement({
  description: 'If the email address is not verified, another email is on its way. The answer never tells whether it is.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The email address from the input, in canonical form.' }),
  }),
});

builder.mutationField('resendVerification', (t) =>
  t.fieldWithInput({
    type: ResendVerificationSuccess,
    nullable: true,
    description:
      'Emails another verification link to an email address that is not verified. Others get nothing, and the answer ' +
      'is the same. Older links stay valid. The number of emails to one mailbox is limited as for `signUp`.',
    errors: { types: [InvalidInput, NotFound, TooManyAttempts] },
    typeOptions: { description: 'The person who waits for a verification email.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      email: t.input.string({
        required: true,
        description: 'The email address from the sign-up form, such as `ada@example.com`.',
      }),
    },
    resolve: (_, { input }, { app, client }) => resendVerification(app, input, client),
  }),
);
