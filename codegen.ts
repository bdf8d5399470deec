import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types of what the pages ask and of what the tests ask, out of the printed schema. What is made is not kept. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  config: {
    // The query as text: nobody who sends it needs a GraphQL parser.
    documentMode: 'string',
    useTypeImports: true,
    scalars: { AnswerValue: 'string | boolean', DateTime: 'string' },
  },
  generates: {
    'web/generated/operations.ts': {
      documents: 'web/operations/*.graphql',
      plugins: ['typescript-operations', 'typed-document-node'],
    },
    'test/generated/operations.ts': {
      documents: 'test/kit/operations/*.graphql',
      plugins: ['typescript-operations', 'typed-document-node'],
    },
  },
};

export default config;
