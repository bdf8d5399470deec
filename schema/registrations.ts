import { resendVerification } from '../domain/developers/resend-verification.ts';
import { signUp, type VerificationAsked } from '../domain/developers/sign-up.ts';
import {
  BotCheckRequired,
  InvalidInput,
  NotFound,
  PasswordLoginOff,
  RegistrationClosed,
  TooManyAttempts,
} from '../domain/errors.ts';
import { AnswerInput } from './answers.ts';
import { solution } from './api/bot-challenge.ts';
import { builder } from './api/builder.ts';

/** Two mutations ask for a verification email. */
const verificationAsked = (name: string, description: string) =>
  builder.objectRef<VerificationAsked>(name).implement({
    description,
    fields: (t) => ({
      email: t.exposeString('email', { description: 'The email address from the input, in canonical form.' }),
      codeSecret: t.exposeString('codeSecret', {
        description:
          'A secret for `verifyEmailCode`, with the code in the email that this request causes. It is answered for every email ' +
          'address, also if no email with a code is sent. Keep it in the browser that asked, and only until it is used.',
      }),
    }),
  });

const SignUpSuccess = verificationAsked(
  'SignUpSuccess',
  'An email was sent. The answer never tells whether the email address was registered before.',
);

builder.mutationField('signUp', (t) =>
  t.fieldWithInput({
    type: SignUpSuccess,
    nullable: true,
    description:
      'Registers a person at a portal and emails a verification link and a code. If the email address is registered already, ' +
      'the email tells its owner the status instead, and the answer is the same. One client causes at most 3 emails ' +
      'of a kind to one mailbox in a minute and 10 in an hour, all clients together 20 in an hour. The first email ' +
      'of a client that was not seen for 24 hours is always sent. One client causes at most 100 emails in 10 minutes ' +
      'to all mailboxes. Above a limit the answer is the same, and no email is sent. BotCheckRequired if the portal asks for a ' +
      'solution in `botCheck`.',
    errors: { types: [InvalidInput, NotFound, PasswordLoginOff, RegistrationClosed, BotCheckRequired, TooManyAttempts] },
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
      botCheck: t.input.string(solution),
    },
    resolve: (_, { input }, { app, client, caller }) => signUp(app, input, client, caller),
  }),
);

const ResendVerificationSuccess = verificationAsked(
  'ResendVerificationSuccess',
  'If the email address is not verified, another email is on its way. The answer never tells whether it is.',
);

builder.mutationField('resendVerification', (t) =>
  t.fieldWithInput({
    type: ResendVerificationSuccess,
    nullable: true,
    description:
      'Emails another verification link and code to an email address that is not verified. Others get nothing, and the ' +
      'answer is the same. Older links and codes stay valid. The number of emails to one mailbox is limited as for `signUp`. ' +
      'BotCheckRequired if the portal asks for a solution in `botCheck`.',
    errors: { types: [InvalidInput, NotFound, BotCheckRequired, TooManyAttempts] },
    typeOptions: { description: 'The person who waits for a verification email.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      email: t.input.string({
        required: true,
        description: 'The email address from the sign-up form, such as `ada@example.com`.',
      }),
      botCheck: t.input.string(solution),
    },
    resolve: (_, { input }, { app, client, caller }) => resendVerification(app, input, client, caller),
  }),
);
