import type { DecisionResult as DecisionResultRow } from '../domain/decisions/each-on-its-own.ts';
import { deleteDevelopers } from '../domain/developers/delete-developers.ts';
import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { builder } from './api/builder.ts';
import { asValue, ErrorInterface } from './api/errors.ts';
import { Developer } from './developers.ts';

const DeletionResult = builder.objectRef<DecisionResultRow>('DeletionResult').implement({
  description: 'The result of the deletion of one developer.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id from the input, in lower case.' }),
    developer: t.field({
      type: Developer,
      nullable: true,
      description: 'The developer that was not deleted, if you can read it. Null if the developer was deleted.',
      resolve: ({ developer, error }) => error && developer,
    }),
    email: t.string({
      nullable: true,
      description: 'The email address of the developer, also after the deletion. Null if there is no such developer for you.',
      resolve: ({ developer }) => developer?.email,
    }),
    fullName: t.string({
      nullable: true,
      description: 'The name of the developer, also after the deletion. Null if there is no such developer for you.',
      resolve: ({ developer }) => developer?.fullName,
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description:
        'Why this developer was not deleted: NotFound, NotAllowed, or TooManyAttempts if nothing was tried. Null on ' +
        'success, and on a server error, which is in `errors` of the response.',
      resolve: ({ error }) => error && asValue(error),
    }),
  }),
});

const DeleteDevelopersSuccess = builder.objectRef<{ results: DecisionResultRow[] }>('DeleteDevelopersSuccess').implement({
  description: 'Every id was handled, with or without an error.',
  fields: (t) => ({
    results: t.field({
      type: [DeletionResult],
      description: 'One result for each id, in the order of the input.',
      resolve: ({ results }) => results,
    }),
  }),
});

builder.mutationField('deleteDevelopers', (t) =>
  t.fieldWithInput({
    type: DeleteDevelopersSuccess,
    nullable: true,
    description:
      'Deletes developers with their links and sessions. Nobody can bring them back, and their email addresses can ' +
      'register again. The decisions stay, under the id alone. For OWNER and APPROVER.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'The developers to delete.' },
    input: {
      ids: t.input.idList({ required: true, description: 'The ids of 1 to 100 developers. Each one is deleted separately.' }),
      forget: t.input.boolean({
        description:
          'Whether to forget also that the email address was rejected or revoked, for the condition `refusedBefore` of approval ' +
          'rules. That is otherwise kept for 2 years, as a hash.',
      }),
    },
    resolve: async (_, { input }, { app, caller }) => ({ results: await deleteDevelopers(app, await caller(), input) }),
  }),
);
