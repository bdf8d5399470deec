import { defaultFieldResolver, type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import { InvalidInput } from '../../domain/errors.ts';
import { largestPageOf } from './paging.ts';

/** Refuses a page larger than the limit of its list: Pothos would silently return a smaller one. */
export function guardLists(schema: GraphQLSchema): GraphQLSchema {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const fields = types.flatMap((type) => Object.values(type.getFields()));
  for (const list of fields.filter(({ type }) => getNamedType(type).name.endsWith('Connection'))) {
    const { resolve = defaultFieldResolver } = list;
    list.resolve = async (source, args, context, info) => {
      for (const name of ['first', 'last']) checkSize(name, args[name], largestPageOf(list.name));
      return await resolve(source, args, context, info);
    };
  }
  return schema;
}

function checkSize(name: string, size: unknown, maximum: number): void {
  if (typeof size !== 'number') return;
  const path = [name];
  if (size < 0) throw new InvalidInput([{ path, code: 'TOO_LOW', message: 'Must be at least 0.', parameters: { minimum: 0 } }]);
  if (size <= maximum) return;
  throw new InvalidInput([{ path, code: 'TOO_HIGH', message: `Must be at most ${maximum}.`, parameters: { maximum } }]);
}
