import { acceptInvitation } from '../domain/developers/accept-invitation.ts';
import { InvalidInput, InvalidToken, TooManyAttempts } from '../domain/errors.ts';
import { AnswerInput } from './answers.ts';
import { builder } from './api/builder.ts';
import { verifiedSuccess } from './verify-email.ts';

const AcceptInvitationSuccess = verifiedSuccess(
  'AcceptInvitationSuccess',
  'The person is registered, and the email address is verified.',
);

builder.mutationField('acceptInvitation', (t) =>
  t.fieldWithInput({
    type: AcceptInvitationSuccess,
    nullable: true,
    description:
      'Registers a person with the token of an emailed invitation, which proves the email address. It replaces an ' +
      'unverified registration of this address. You can safely repeat it while the link is valid. The link stays valid ' +
      'after InvalidInput. InvalidToken if it is unknown, too old or revoked, or if another account has the email address.',
    errors: { types: [InvalidInput, InvalidToken, TooManyAttempts] },
    typeOptions: {
      description:
        'The token from the email, and the form of the portal. Values that are left out are taken from the invitation. ' +
        '`link` shows them.',
    },
    input: {
      token: t.input.string({ required: true, description: 'The token of the emailed link.' }),
      fullName: t.input.string({
        description:
          'The name of the person on one line, 1 to 256 characters, such as `Ada Lovelace`. Required if the invitation has ' +
          'none.',
      }),
      answers: t.input.field({
        type: [AnswerInput],
        description: 'Answers to `portal.signUpFields`. An issue names the field by its key, such as `["answers", "company"]`.',
      }),
      acceptedTerms: t.input.string({
        description:
          'The version of `portal.terms` that the person was shown and accepts now. Required if the portal has terms: ' +
          'without it, or with an older version, the result is InvalidInput.',
      }),
      locale: t.input.string({
        description: 'The language that the person reads, as a tag of BCP 47 of at most 35 characters, such as `de-AT`.',
      }),
    },
    resolve: (_, { input }, { app }) => acceptInvitation(app, input),
  }),
);
