import type { DecisionResult as DecisionResultRow } from '../domain/decisions/each-on-its-own.ts';
import { endSessions } from '../domain/developers/end-sessions.ts';
import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { builder } from './api/builder.ts';
import { asValue, ErrorInterface } from './api/errors.ts';
import { Developer } from './developers.ts';

const EndedSessions = builder.objectRef<DecisionResultRow>('EndedSessions').implement({
  description: 'The result of logging one developer out.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id from the input, in lower case.' }),
    developer: t.field({
      type: Developer,
      nullable: true,
      description: 'The developer. Null if there is no such developer for you, or if nothing was tried.',
      resolve: ({ developer }) => developer,
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description:
        'Why this developer was skipped: NotFound, NotAllowed, or TooManyAttempts if nothing was tried. Null on success, ' +
        'and on a server error, which is in `errors` of the response.',
      resolve: ({ error }) => error && asValue(error),
    }),
  }),
});

const EndSessionsSuccess = builder.objectRef<{ results: DecisionResultRow[] }>('EndSessionsSuccess').implement({
  description: 'Each developer was logged out, or has an error.',
  fields: (t) => ({
    results: t.field({
      type: [EndedSessions],
      description: 'One result for each id, in the order of the input.',
      resolve: ({ results }) => results,
    }),
  }),
});

builder.mutationField('endSessions', (t) =>
  t.fieldWithInput({
    type: EndSessionsSuccess,
    nullable: true,
    description:
      'Logs developers out everywhere, without a decision and without an email. They can log in again. For OWNER and ' +
      'APPROVER.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'The developers to log out.' },
    input: {
      ids: t.input.idList({ required: true, description: 'The ids of 1 to 100 developers. Each one is handled separately.' }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ results: await endSessions(app, await admin(), input) }),
  }),
);
