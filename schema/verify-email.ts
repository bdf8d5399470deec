import { type VerifiedEmail, verifyEmail } from '../domain/developers/verify-email.ts';
import { verifyEmailCode } from '../domain/developers/verify-email-code.ts';
import { InvalidInput, InvalidToken, NotFound, RegistrationClosed, TooManyAttempts } from '../domain/errors.ts';
import { AnswerInput } from './answers.ts';
import { builder } from './api/builder.ts';
import { DeveloperStatus } from './api/enums.ts';
import { Portal } from './portals.ts';

/** All mutations that verify the email address of a registration answer the same. */
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

type FieldBuilder = Parameters<Parameters<typeof builder.mutationField>[1]>[0];

const corrections = (t: FieldBuilder) => ({
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
      ...corrections(t),
    },
    resolve: (_, { input }, { app }) => verifyEmail(app, input),
  }),
);

const VerifyEmailCodeSuccess = verifiedSuccess('VerifyEmailCodeSuccess', 'The code verified the email address.');

builder.mutationField('verifyEmailCode', (t) =>
  t.fieldWithInput({
    type: VerifyEmailCodeSuccess,
    nullable: true,
    description:
      'Does the same as `verifyEmail`, with the six-digit code from the email and the secret of the request that caused this email, for ' +
      'a person who reads the email on another device. A code works once, for 24 hours, or less if its link does. InvalidToken, always ' +
      'with the same message, if the code is wrong, too old or used, if the secret is unknown or is that of another email, if the email ' +
      'address is verified already, after 5 tries for one email, and after 20 tries in a day for one email address. The link still works ' +
      'then. A code also stays valid after InvalidInput, which costs no try. RegistrationClosed as for `verifyEmail`.',
    errors: { types: [InvalidInput, InvalidToken, NotFound, RegistrationClosed, TooManyAttempts] },
    typeOptions: {
      description:
        'The code from the email, the secret of the request, and the sign-up form. Values that are left out are taken from the form ' +
        'of the email. Send `fullName` and `answers` as this person typed them: another email can carry a form that ' +
        'somebody else filled in with the same email address meanwhile.',
    },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      codeSecret: t.input.string({
        required: true,
        description: 'The `codeSecret` that `signUp` or `resendVerification` returned.',
      }),
      code: t.input.string({
        required: true,
        description:
          'The six digits from the email, at most 64 characters as the person typed them: spaces, dashes and full-width digits are fine.',
      }),
      ...corrections(t),
    },
    resolve: (_, { input }, { app }) => verifyEmailCode(app, input),
  }),
);
