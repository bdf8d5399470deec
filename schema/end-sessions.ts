import type { DecisionResult as DecisionResultRow } from '../domain/decisions/each-on-its-own.ts';
import { endSession } from '../domain/developers/end-session.ts';
import { endSessions } from '../domain/developers/end-sessions.ts';
import { InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import type { Developer as DeveloperRow } from '../prisma/generated/client/client.ts';
import { actResult } from './api/act-result.ts';
import { builder } from './api/builder.ts';
import { Developer } from './developers.ts';

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
    resolve: async (_, { input }, { app, caller }) => ({ results: await endSessions(app, await caller(), input) }),
  }),
);

const EndSessionSuccess = builder.objectRef<{ id: string; developer: DeveloperRow }>('EndSessionSuccess').implement({
  description: 'An admin ended the session of the developer.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the session that ended.' }),
    developer: t.field({
      type: Developer,
      description: 'The developer whose session ended.',
      resolve: ({ developer }) => developer,
    }),
  }),
});

builder.mutationField('endSession', (t) =>
  t.fieldWithInput({
    type: EndSessionSuccess,
    nullable: true,
    description:
      'Ends one session of a developer, without a decision and without an email. The other sessions stay open. For OWNER and ' +
      'APPROVER. NotFound if there is no such open session at your portals.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'The session of a developer that an admin ends.' },
    input: { id: t.input.id({ required: true, description: 'The id of the session, from `developer.sessions`.' }) },
    resolve: async (_, { input }, { app, caller }) => ({
      id: input.id,
      developer: await endSession(app, await caller(), input),
    }),
  }),
);
