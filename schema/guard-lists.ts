import { defaultFieldResolver, type GraphQLResolveInfo, type GraphQLSchema, getNamedType } from 'graphql';
import { InvalidInput } from '../domain/errors.ts';
import { LARGEST_PAGE } from './paging.ts';

/**
 * Adds two checks to every list at the root. If a document asks only for the `__typename` of a list, Pothos' Prisma plugin runs
 * no query, so nothing would check permissions: counting does. And a page larger than the limit is refused: the plugin would
 * silently return a smaller one.
 */
export function guardLists(schema: GraphQLSchema): GraphQLSchema {
  const queries = Object.values(schema.getQueryType()?.getFields() ?? {});
  for (const list of queries.filter(({ type }) => getNamedType(type).name.endsWith('Connection'))) {
    const { resolve = defaultFieldResolver } = list;
    list.resolve = async (source, args, context, info) => {
      for (const name of ['first', 'last']) checkSize(name, args[name]);
      const page: unknown = await resolve(source, args, context, info);
      if (wantsOnlyItsName(info)) await count(page);
      return page;
    };
  }
  return schema;
}

function checkSize(name: string, size: unknown): void {
  if (typeof size !== 'number') return;
  const path = [name];
  if (size < 0) throw new InvalidInput([{ path, code: 'TOO_LOW', message: 'Must be at least 0.', parameters: { minimum: 0 } }]);
  if (size <= LARGEST_PAGE) return;
  const parameters = { maximum: LARGEST_PAGE };
  throw new InvalidInput([{ path, code: 'TOO_HIGH', message: `Must be at most ${LARGEST_PAGE}.`, parameters }]);
}

const wantsOnlyItsName = ({ fieldNodes }: GraphQLResolveInfo): boolean =>
  fieldNodes.every(({ selectionSet }) =>
    selectionSet?.selections.every((selection) => selection.kind === 'Field' && selection.name.value === '__typename'),
  );

async function count(page: unknown): Promise<void> {
  const totalCount: unknown = page instanceof Object && Reflect.get(page, 'totalCount');
  if (typeof totalCount !== 'function') throw new Error('A list at the root counts: give it totalCount.');
  await totalCount();
}
