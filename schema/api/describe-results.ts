import { type GraphQLSchema, getNamedType, isUnionType } from 'graphql';

/** Says of each union which mutation it is the result of: Pothos has one text for all of them. */
export function describeResults(schema: GraphQLSchema): GraphQLSchema {
  for (const { name, type } of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const result = getNamedType(type);
    if (!isUnionType(result)) continue;
    const success = result.getTypes().find((member) => member.name.endsWith('Success'));
    result.description = `The result of \`${name}\`: ${success?.name} if it succeeded, otherwise the error that stopped it.`;
  }
  return schema;
}
