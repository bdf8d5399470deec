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
  description: 'A mail is on its way, the same for every address: what it says is known only to who reads it.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The address in its canonical form, made from the input alone.' }),
  }),
});

builder.mutationField('signUp', (t) =>
  t.fieldWithInput({
    type: SignUpSuccess,
    nullable: true,
    description:
      'Registers at a portal: mails a verification link, or the status of the registration to an address that has one. ' +
      'One client causes at most 3 mails of a kind to a mailbox in a minute and 10 in an hour, all together 20 in an hour; the first ' +
      'of a client that was not heard in 24 hours goes out nevertheless. One client causes at most 100 mails in 10 minutes to all ' +
      'mailboxes. Beyond that the answer is the same and none is sent.',
    errors: { types: [InvalidInput, NotFound, PasswordLoginOff, RegistrationClosed, TooManyAttempts] },
    typeOptions: { description: 'The sign-up form.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal to register at.' }),
      email: t.input.string({
        required: true,
        description: 'One mail address, such as name@example.com, of at most 254 characters.',
      }),
      fullName: t.input.string({ required: true, description: 'The name of the person, 1 to 256 characters on one line.' }),
      answers: t.input.field({
        type: [AnswerInput],
        description: 'Answers to `portal.signUpFields`; an issue names the key of its field, as in ["answers", "company"].',
      }),
      returnTo: t.input.string({
        description:
          'Where the person wants to go in the end: a path, or an address on an origin of the portal. `verifyEmail` gives it back.',
      }),
    },
    resolve: (_, { input }, { app, client }) => signUp(app, input, client),
  }),
);

const VerifyEmailSuccess = builder.objectRef<VerifiedEmail>('VerifyEmailSuccess').implement({
  description: 'The address is verified.',
  fields: (t) => ({
    email: t.string({ description: 'The address in its canonical form.', resolve: ({ developer }) => developer.email }),
    status: t.field({
      type: DeveloperStatus,
      description: 'Where the registration stands; the portal may decide about it in the next moment.',
      resolve: ({ developer }) => developer.status,
    }),
    passwordToken: t.exposeString('passwordToken', {
      nullable: true,
      description:
        'For `setPassword`, valid for 30 minutes by default; null once there is a password, and with `passwordLogin` off.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When `passwordToken` ends; null without one.',
    }),
    returnTo: t.exposeString('returnTo', { nullable: true, description: 'What `signUp` was given; null without.' }),
    portal: t.field({ type: Portal, description: 'The portal that the link belongs to.', resolve: ({ portal }) => portal }),
  }),
});

builder.mutationField('verifyEmail', (t) =>
  t.fieldWithInput({
    type: VerifyEmailSuccess,
    nullable: true,
    description:
      'Proves the address by the mailed token, and registers what the form says. Succeeds each time while the link lives, and changes ' +
      'nothing after the first. After InvalidInput the link is as good as before.',
    errors: { types: [InvalidInput, InvalidToken, TooManyAttempts] },
    typeOptions: {
      description:
        'The verification link, and the sign-up form as its reader corrected it: what is left out is taken from the link. `link` says what it ' +
        'carries.',
    },
    input: {
      token: t.input.string({ required: true, description: 'The token of the mailed link, valid for 24 hours by default.' }),
      fullName: t.input.string({ description: 'The name of the person, 1 to 256 characters on one line.' }),
      answers: t.input.field({
        type: [AnswerInput],
        description:
          'Answers to `portal.signUpFields`, also to those that nobody may change later; an issue names the key of its field, as in ' +
          '["answers", "company"].',
      }),
      acceptedTerms: t.input.string({
        description:
          'The version of `portal.terms` that the person was shown and accepts with this click; without it, or with an older one, ' +
          'InvalidInput. Left out where the portal has none.',
      }),
    },
    resolve: (_, { input }, { app }) => verifyEmail(app, input),
  }),
);

const ResendVerificationSuccess = builder.objectRef<{ email: string }>('ResendVerificationSuccess').implement({
  description: 'If the address still has to be verified, another mail is on its way.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The address in its canonical form, made from the input alone.' }),
  }),
});

builder.mutationField('resendVerification', (t) =>
  t.fieldWithInput({
    type: ResendVerificationSuccess,
    nullable: true,
    description:
      'Mails another verification link to an address that still has to be verified; others get nothing. Older links stay good. ' +
      'Mails to one mailbox are bounded as those of `signUp` are.',
    errors: { types: [InvalidInput, NotFound, TooManyAttempts] },
    typeOptions: { description: 'Who waits for the mail.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal.' }),
      email: t.input.string({ required: true, description: 'The address that was entered at sign-up.' }),
    },
    resolve: (_, { input }, { app, client }) => resendVerification(app, input, client),
  }),
);
