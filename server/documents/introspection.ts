import { BREAK, type DocumentNode, GraphQLError, visit } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../schema/api/context.ts';

const known = new WeakMap<DocumentNode, boolean>();

/** Allows introspection to admins only. The schema is not secret, but other people can read it elsewhere. */
export const introspectionForAdmins: Plugin<Context> = {
  onExecute: async ({ args, setResultAndStopExecution }) => {
    if (!asksForSchema(args.document) || (await args.contextValue.caller())) return;
    const error = new GraphQLError('Only admins may introspect the schema here.', { extensions: { code: 'NOT_ALLOWED' } });
    setResultAndStopExecution({ errors: [error] });
  },
};

/** Whether a document asks about the schema. Yoga parses the same text only once, so each document is searched once. */
function asksForSchema(document: DocumentNode): boolean {
  const answer = known.get(document) ?? lookThrough(document);
  known.set(document, answer);
  return answer;
}

function lookThrough(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name }) {
      if (name.value !== '__schema' && name.value !== '__type') return undefined;
      found = true;
      return BREAK;
    },
  });
  return found;
}
