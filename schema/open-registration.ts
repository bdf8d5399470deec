import type { Registration as OwnRegistration } from '../domain/developers/find-registration.ts';
import { openRegistration } from '../domain/developers/open-registration.ts';
import { InvalidToken, TooManyAttempts } from '../domain/errors.ts';
import { builder } from './api/builder.ts';
import { Registration } from './own-registration.ts';

const OpenRegistrationSuccess = builder
  .objectRef<{ statusToken: string; registration: OwnRegistration }>('OpenRegistrationSuccess')
  .implement({
    description: 'The link is used up. Nobody is logged in.',
    fields: (t) => ({
      statusToken: t.exposeString('statusToken', {
        description:
          'A token for `registration`, `correctRegistration` and `withdrawRegistration`, for 30 minutes. It is no session. Keep it in ' +
          'the browser that opened the link.',
      }),
      registration: t.expose('registration', { type: Registration, description: 'The registration now.' }),
    }),
  });

builder.mutationField('openRegistration', (t) =>
  t.fieldWithInput({
    type: OpenRegistrationSuccess,
    nullable: true,
    description:
      'Opens the own registration with the token of the emailed link. It works once, and ends the other links to this ' +
      'registration. Nobody needs to be logged in, and nobody is afterwards. InvalidToken if the link is unknown, used, too old, or ' +
      'from before another password. A decision that it shows cannot be undone any more.',
    errors: { types: [InvalidToken, TooManyAttempts] },
    typeOptions: { description: 'The emailed link to the own registration.' },
    input: { token: t.input.string({ required: true, description: 'The token of the emailed link.' }) },
    resolve: (_, { input }, { app }) => openRegistration(app, input),
  }),
);
