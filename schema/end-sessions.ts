import type { DecisionResult as DecisionResultRow } from '../domain/decisions/each-on-its-own.ts';
import { endSessions } from '../domain/developers/end-sessions.ts';
import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { actResult } from './api/act-result.ts';
import { builder } from './api/builder.ts';

const EndedSessions = actResult(
  'EndedSessions',
  'The result of logging one developer out.',
  'Why this developer was skipped: NotFound, NotAllowed, or TooManyAttempts if nothing was tried.',
);

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
