import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import WithInputPlugin from '@pothos/plugin-with-input';
import type { AnswerValue } from '../../domain/sign-up-form/answer.ts';
import type PrismaTypes from '../../prisma/generated/pothos-types.ts';
import { getDatamodel } from '../../prisma/generated/pothos-types.ts';
import { answerValue } from './answer-value.ts';
import type { Context } from './context.ts';
import { dateTime } from './date-time.ts';
import { paging } from './paging.ts';

const capitalized = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Set-up only; the types are in the file of their noun. */
export const builder = new SchemaBuilder<{
  Context: Context;
  Connection: { totalCount: () => Promise<number> };
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  Scalars: {
    AnswerValue: { Input: AnswerValue; Output: AnswerValue };
    DateTime: { Input: Date; Output: Date };
    EventData: { Input: never; Output: unknown };
    ID: { Input: string; Output: string };
  };
}>({
  // The errors plugin comes first: it has to see what the prisma plugin resolved.
  plugins: [ErrorsPlugin, RelayPlugin, PrismaPlugin, WithInputPlugin],
  defaultFieldNullability: false,
  prisma: { client: ({ app }) => app.prisma, dmmf: getDatamodel() },
  relay: paging,
  errors: {
    directResult: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${capitalized(fieldName)}Result`,
    },
  },
  withInput: {
    typeOptions: { name: ({ fieldName }) => `${capitalized(fieldName)}Input` },
    argOptions: { description: 'The values that this mutation takes.' },
  },
});

builder.queryType({ description: 'Everything that can be read. A field that you are not allowed to see is null.' });
builder.mutationType({
  description:
    'Everything that changes something. Each mutation takes one `input` and returns a success type or an error type.',
});
builder.subscriptionType({
  description:
    'Changes as they happen, by server-sent events: send the subscription to `/graphql` with `Accept: text/event-stream`. After a ' +
    'lost connection, subscribe again and load your lists again.',
});

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    description: 'The number of items on all pages together. Gatehouse counts to 10,000: this number means 10,000 or more.',
    resolve: ({ totalCount }) => totalCount(),
  }),
);

builder.scalarType('AnswerValue', answerValue);

builder.scalarType('EventData', {
  description: 'The details of an event: a JSON object. Its format depends on the type and the version of the event.',
  serialize: (data) => data,
});

builder.scalarType('DateTime', dateTime);
