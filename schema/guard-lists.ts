import { defaultFieldResolver, type GraphQLResolveInfo, type GraphQLSchema, getNamedType } from 'graphql';

/**
 * Sees to it that a list is refused to whoever may not have it, whatever of it is asked for. Of a list of which the document wants
 * nothing but the name of its type, Pothos' Prisma plugin looks nothing up, and so would ask nobody; counting asks.
 */
export function guardLists(schema: GraphQLSchema): GraphQLSchema {
  const queries = Object.values(schema.getQueryType()?.getFields() ?? {});
  for (const list of queries.filter(({ type }) => getNamedType(type).name.endsWith('Connection'))) {
    const { resolve = defaultFieldResolver } = list;
    list.resolve = async (source, args, context, info) => {
      const page: unknown = await resolve(source, args, context, info);
      if (wantsOnlyItsName(info)) await count(page);
      return page;
    };
  }
  return schema;
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
