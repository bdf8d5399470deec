import type { DecisionResult as DecisionResultRow } from '../domain/decisions/each-on-its-own.ts';
import { undoDecisions } from '../domain/decisions/undo-decisions.ts';
import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { builder } from './api/builder.ts';
import { DecisionResult } from './decide-developers.ts';

const UndoDecisionsSuccess = builder.objectRef<{ results: DecisionResultRow[] }>('UndoDecisionsSuccess').implement({
  description: 'Every decision was handled, with or without an error.',
  fields: (t) => ({
    results: t.field({
      type: [DecisionResult],
      description: 'One result for each decision, in the order of the input.',
      resolve: ({ results }) => results,
    }),
  }),
});

builder.mutationField('undoDecisions', (t) =>
  t.fieldWithInput({
    type: UndoDecisionsSuccess,
    nullable: true,
    description:
      'Undoes decisions of admins, as long as the person does not know of them: the email is not sent yet, the person has not ' +
      'logged in since, and no response has told them the status. The developer gets the earlier status back, and nobody is ' +
      'emailed. Links and sessions that the decision ended stay ended. Conflict if it is too late. For the admin who decided, ' +
      'and for an OWNER.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'The decisions to undo.' },
    input: {
      ids: t.input.idList({ required: true, description: 'The ids of 1 to 100 decisions. Each one is handled separately.' }),
    },
    resolve: async (_, { input }, { app, caller }) => ({ results: await undoDecisions(app, await caller(), input) }),
  }),
);
