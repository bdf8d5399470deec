import { defaultFieldResolver, type GraphQLResolveInfo, type GraphQLSchema, getNamedType } from 'graphql';
import { InvalidInput } from '../domain/errors.ts';
import { LARGEST_PAGE } from './paging.ts';

/**
 * Sees to it that a list is refused to whoever may not have it, whatever of it is asked for. Of a list of which the document wants
 * nothing but the name of its type, Pothos' Prisma plugin looks nothing up, and so would ask nobody; counting asks. And that a page
 * larger than any is refused: the plugin would hand out a smaller one and say nothing.
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
  if (typeof size === 'number' && size > LARGEST_PAGE) {
    throw new InvalidInput([{ path: [name], message: `Must be at most ${LARGEST_PAGE}.` }]);
  }
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
