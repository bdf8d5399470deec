import { requestRegistrationLink } from '../domain/developers/request-registration-link.ts';
import { BotCheckRequired, InvalidInput, NotFound, TooManyAttempts } from '../domain/errors.ts';
import { solution } from './api/bot-challenge.ts';
import { builder } from './api/builder.ts';

const RequestRegistrationLinkSuccess = builder.objectRef<{ email: string }>('RequestRegistrationLinkSuccess').implement({
  description:
    'If a registration waits under this email address, or was rejected or revoked, an email with a link is on its way. The answer ' +
    'never tells whether there is one.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The email address from the input, in canonical form.' }),
  }),
});

builder.mutationField('requestRegistrationLink', (t) =>
  t.fieldWithInput({
    type: RequestRegistrationLinkSuccess,
    nullable: true,
    description:
      'Emails a link to the own registration to a person who waits, or was rejected or revoked: for `openRegistration`, valid for 1 ' +
      'hour. It needs no password, and it is no log-in. A person who is approved gets an email with the status, an unverified one ' +
      'another verification link, all others nothing. The answer is the same. The number of emails to one mailbox is limited as ' +
      'for `signUp`. BotCheckRequired if the portal asks for a solution in `botCheck`.',
    errors: { types: [InvalidInput, NotFound, BotCheckRequired, TooManyAttempts] },
    typeOptions: { description: 'The person who wants to see the own registration.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      email: t.input.string({
        required: true,
        description: 'The email address of the registration, such as `ada@example.com`.',
      }),
      botCheck: t.input.string(solution),
    },
    resolve: (_, { input }, { app, client, caller }) => requestRegistrationLink(app, input, client, caller),
  }),
);
