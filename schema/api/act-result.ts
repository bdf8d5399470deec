import type { DecisionResult } from '../../domain/decisions/each-on-its-own.ts';
import { Developer } from '../developers.ts';
import { builder } from './builder.ts';
import { asValue, ErrorInterface } from './errors.ts';

/** The type of the result for one developer, of an act about several that leaves them as they are. */
export const actResult = (name: string, description: string, whyNot: string) =>
  builder.objectRef<DecisionResult>(name).implement({
    description,
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
        description: `${whyNot} Null on success, and on a server error, which is in \`errors\` of the response.`,
        resolve: ({ error }) => error && asValue(error),
      }),
    }),
  });
