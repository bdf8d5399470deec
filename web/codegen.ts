import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types of what the pages ask, out of the printed schema; `operations.ts` is made, not kept. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'web/operations/*.graphql',
  generates: {
    'web/generated/operations.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        // The query as text: the pages need no GraphQL parser.
        documentMode: 'string',
        useTypeImports: true,
        scalars: { AnswerValue: 'string | boolean', DateTime: 'string' },
      },
    },
  },
};

export default config;
