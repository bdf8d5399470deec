import type { DecisionResult as DecisionResultRow } from '../domain/decisions/each-on-its-own.ts';
import { resetSecondFactor } from '../domain/developers/reset-second-factor.ts';
import { ConfirmationRequired, InvalidInput, NotAllowed } from '../domain/errors.ts';
import { actResult } from './api/act-result.ts';
import { builder } from './api/builder.ts';

const ResetFactors = actResult(
  'ResetFactors',
  'The result of removing the second factors of one developer.',
  'Why this developer was skipped: NotFound, also without a second factor, NotAllowed, or TooManyAttempts if nothing was tried.',
);

const ResetSecondFactorSuccess = builder.objectRef<{ results: DecisionResultRow[] }>('ResetSecondFactorSuccess').implement({
  description: 'Each developer has no second factor any more, or has an error.',
  fields: (t) => ({
    results: t.field({
      type: [ResetFactors],
      description: 'One result for each id, in the order of the input.',
      resolve: ({ results }) => results,
    }),
  }),
});

builder.mutationField('resetSecondFactor', (t) =>
  t.fieldWithInput({
    type: ResetSecondFactorSuccess,
    nullable: true,
    description:
      'Removes all second factors and recovery codes of developers who have lost them, and ends their sessions. The passwords ' +
      'stay. Each developer gets an email. Make sure first that the developer asked for it. For OWNER and APPROVER.',
    errors: { types: [NotAllowed, InvalidInput, ConfirmationRequired] },
    typeOptions: { description: 'The developers who have lost their second factors.' },
    input: {
      ids: t.input.idList({ required: true, description: 'The ids of 1 to 100 developers. Each one is handled separately.' }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ results: await resetSecondFactor(app, await admin(), input) }),
  }),
);
