import type { DecisionVerb } from '../domain/decisions/acts.ts';
import { decide } from '../domain/decisions/decide.ts';
import type { DecisionResult as DecisionResultRow } from '../domain/decisions/each-on-its-own.ts';
import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { builder } from './api/builder.ts';
import { asValue, ErrorInterface } from './api/errors.ts';
import { Developer } from './developers.ts';

const DecideDevelopersInput = builder.inputType('DecideDevelopersInput', {
  description: 'The developers to decide about, with a reason for them and a note for admins.',
  fields: (t) => ({
    ids: t.idList({ required: true, description: 'The ids of 1 to 1,000 developers. Each one is decided separately.' }),
    reason: t.string({ description: 'A reason that the person reads in the email, at most 2,000 characters.' }),
    reasonTemplate: t.string({
      description: 'The name of a saved reason of the portal, instead of `reason`: one of `portal.settings.reasonTemplates`.',
    }),
    note: t.string({ description: 'A note that only admins can read, at most 2,000 characters.' }),
    idempotencyKey: t.string({
      description:
        'A key of yours, at most 255 characters, such as a UUID. If you send the same input again with this key within 24 ' +
        'hours, nobody is decided twice: you get the same results, and developers that were not handled are handled now.',
    }),
  }),
});

export const DecisionResult = builder.objectRef<DecisionResultRow>('DecisionResult').implement({
  description: 'The result of a decision about one developer.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id from the input, in lower case.' }),
    developer: t.field({
      type: Developer,
      nullable: true,
      description:
        'The developer after the decision, or unchanged if there is an `error`. Null if there is no such developer for ' +
        'you, or if nothing was tried.',
      resolve: ({ developer }) => developer,
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description:
        'Why this developer was skipped: NotFound, NotAllowed, Conflict, or TooManyAttempts if nothing was tried. Null ' +
        'on success, and on a server error, which is in `errors` of the response.',
      resolve: ({ error }) => error && asValue(error),
    }),
  }),
});

function decisionField(field: `${DecisionVerb}Developers`, verb: DecisionVerb, description: string) {
  const Success = builder
    .objectRef<{ results: DecisionResultRow[] }>(`${field.charAt(0).toUpperCase()}${field.slice(1)}Success`)
    .implement({
      description: `Every id was handled by \`${field}\`, with or without an error.`,
      fields: (t) => ({
        results: t.field({
          type: [DecisionResult],
          description: 'One result for each id, in the order of the input.',
          resolve: ({ results }) => results,
        }),
      }),
    });
  builder.mutationField(field, (t) =>
    t.field({
      type: Success,
      nullable: true,
      description,
      errors: { types: [NotAllowed, InvalidInput] },
      args: {
        input: t.arg({ type: DecideDevelopersInput, required: true, description: 'The values that this mutation takes.' }),
      },
      resolve: async (_, { input }, { app, caller }) => ({ results: await decide(app, await caller(), verb, input) }),
    }),
  );
}

decisionField(
  'approveDevelopers',
  'approve',
  'Approves pending developers, who can log in then, and emails them. Conflict for a developer who is not PENDING or not verified. For OWNER and APPROVER.',
);
decisionField(
  'rejectDevelopers',
  'reject',
  'Rejects pending developers, ends their links, and emails them. Conflict for a developer who is not PENDING or not verified. For OWNER and APPROVER.',
);
decisionField(
  'revokeDevelopers',
  'revoke',
  'Revokes the access of approved developers, ends their sessions and links, and emails them. Conflict for a developer who is not APPROVED. For OWNER and APPROVER.',
);
decisionField(
  'reinstateDevelopers',
  'reinstate',
  'Reinstates rejected or revoked developers, who can log in then, and emails them. Conflict for a developer who is neither REJECTED nor REVOKED. For OWNER and APPROVER.',
);
