import { defaultFieldResolver, type GraphQLSchema, getNamedType, getNullableType, isListType, isObjectType } from 'graphql';
import { nextTurn } from '../../next-turn.ts';

/** Writing an answer takes about 10 µs for each field of each item. */
const LONG = 20;

/** Writes each long list into the answer in a turn of its own: other requests wait for one of them, not for all. */
export function longListsInTurn(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      if (!isListType(getNullableType(field.type)) || !isObjectType(getNamedType(field.type))) continue;
      const { resolve = defaultFieldResolver } = field;
      field.resolve = async (...args) => {
        const list: unknown = await resolve(...args);
        if (Array.isArray(list) && list.length >= LONG) await nextTurn();
        return list;
      };
    }
  }
  return schema;
}
