import { builder } from './api/builder.ts';

export const ActingToken = builder.objectRef<{ id: string; name: string }>('ActingToken').implement({
  description: 'The API token with which a program did something.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the token, a UUID.' }),
    name: t.exposeString('name', { description: 'The name that its maker gave it.' }),
  }),
});

/** What to read of a row that a token can have signed. */
export const actingToken = { apiToken: { select: { id: true, name: true } } } as const;
