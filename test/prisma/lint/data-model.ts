/** The columns of each table, and whether they can be null. */
export type DataModel = Map<string, Map<string, { isOptional: boolean }>>;

/** Reads a `schema.prisma`. Relations count as columns, which does no harm. */
export function readDataModel(schema: string): DataModel {
  const models = schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm);
  return new Map(
    [...models].map(([, model = '', body = '']) => {
      const fields = body.matchAll(/^ {2}(\w+) +\w+(\?|\[\])?(.*)$/gm);
      const columns = [...fields].map(([, field = '', mark, rest = '']): [string, { isOptional: boolean }] => [
        /[^@]@map\("(\w+)"\)/.exec(` ${rest}`)?.[1] ?? field,
        { isOptional: mark === '?' },
      ]);
      return [/@@map\("(\w+)"\)/.exec(body)?.[1] ?? model, new Map(columns)];
    }),
  );
}
