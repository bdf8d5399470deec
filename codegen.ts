import type { CodegenConfig } from '@graphql-codegen/cli';

/** The generated types are not committed. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  config: {
    // Text, so that a sender needs no GraphQL parser.
    documentMode: 'string',
    useTypeImports: true,
    // So that a bundle has only the documents that it uses.
    pureMagicComment: true,
    scalars: { AnswerValue: 'string | boolean', DateTime: 'string' },
  },
  generates: {
    'web/generated/operations.ts': {
      documents: 'web/operations/*.graphql',
      plugins: ['typescript-operations', 'typed-document-node'],
    },
    'web/admin/generated/operations.ts': {
      documents: ['web/admin/operations/*.graphql', 'web/operations/{branding,refusal}.graphql'],
      plugins: ['typescript-operations', 'typed-document-node'],
    },
    'test/generated/operations.ts': {
      documents: 'test/kit/operations/*.graphql',
      plugins: ['typescript-operations', 'typed-document-node'],
    },
  },
};

export default config;
