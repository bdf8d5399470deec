import { type DecisionVerb, decide } from '../domain/developers/decide.ts';
import { deleteDevelopers } from '../domain/developers/delete-developers.ts';
import type { DecisionResult as DecisionResultRow } from '../domain/developers/each-on-its-own.ts';
import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { builder } from './api/builder.ts';
import { asValue, ErrorInterface } from './api/errors.ts';
import { Developer } from './developers.ts';

const DecideDevelopersInput = builder.inputType('DecideDevelopersInput', {
  description: 'Whom to decide about, and what to say.',
  fields: (t) => ({
    ids: t.idList({ required: true, description: '1 to 100 ids of developers; each is decided on its own.' }),
    reason: t.string({ description: 'Told to the person by mail; at most 2,000 characters.' }),
    note: t.string({ description: 'For admins only; at most 2,000 characters.' }),
  }),
});

const DecisionResult = builder.objectRef<DecisionResultRow>('DecisionResult').implement({
  description: 'What came of one of the ids.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id as it was given.' }),
    developer: t.field({
      type: Developer,
      nullable: true,
      description:
        'As it is now. Where there is an `error`, whom that is about; null then if the registration is not there, is out of your ' +
        'reach, or was not looked at.',
      resolve: ({ developer }) => developer,
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description:
        'Why nothing was done: NotFound, NotAllowed, Conflict, or TooManyAttempts where it was not tried; null where it was done, and ' +
        'where something went wrong on our side, which stands among the `errors` of the answer.',
      resolve: ({ error }) => error && asValue(error),
    }),
  }),
});

function decisionField(field: `${DecisionVerb}Developers`, verb: DecisionVerb, description: string) {
  const Success = builder
    .objectRef<{ results: DecisionResultRow[] }>(`${field.charAt(0).toUpperCase()}${field.slice(1)}Success`)
    .implement({
      description: 'Each id was looked at.',
      fields: (t) => ({
        results: t.field({
          type: [DecisionResult],
          description: 'One for each id, in their order.',
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
      args: { input: t.arg({ type: DecideDevelopersInput, required: true, description: 'Whom, and why.' }) },
      resolve: async (_, { input }, { app, admin }) => ({ results: await decide(app, await admin(), verb, input) }),
    }),
  );
}

decisionField('approveDevelopers', 'approve', 'Lets pending people in, and tells them by mail. For OWNER and APPROVER.');
decisionField(
  'rejectDevelopers',
  'reject',
  'Refuses pending people, ends their links, and tells them by mail. For OWNER and APPROVER.',
);
decisionField(
  'revokeDevelopers',
  'revoke',
  'Shuts approved people out, ends their sessions and links, and tells them. For OWNER and APPROVER.',
);
decisionField(
  'reinstateDevelopers',
  'reinstate',
  'Lets rejected or revoked people in (again), and tells them. For OWNER and APPROVER.',
);

const DeletionResult = builder.objectRef<DecisionResultRow>('DeletionResult').implement({
  description: 'What came of one of the ids.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id as it was given.' }),
    developer: t.field({
      type: Developer,
      nullable: true,
      description: 'Whom the `error` is about, if you may read the registration; null where it was deleted.',
      resolve: ({ developer, error }) => error && developer,
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description:
        'Why it was not deleted: NotFound, NotAllowed, or TooManyAttempts where it was not tried; null where it was, and where ' +
        'something went wrong on our side, which stands among the `errors` of the answer.',
      resolve: ({ error }) => error && asValue(error),
    }),
  }),
});

const DeleteDevelopersSuccess = builder.objectRef<{ results: DecisionResultRow[] }>('DeleteDevelopersSuccess').implement({
  description: 'Each id was looked at.',
  fields: (t) => ({
    results: t.field({
      type: [DeletionResult],
      description: 'One for each id, in their order.',
      resolve: ({ results }) => results,
    }),
  }),
});

builder.mutationField('deleteDevelopers', (t) =>
  t.fieldWithInput({
    type: DeleteDevelopersSuccess,
    nullable: true,
    description:
      'Deletes registrations with their links and sessions, and frees their addresses; decisions stay under the bare id. For OWNER and APPROVER.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'Which registrations to delete.' },
    input: {
      ids: t.input.idList({ required: true, description: '1 to 100 ids of developers; each is deleted on its own.' }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ results: await deleteDevelopers(app, await admin(), input) }),
  }),
);
