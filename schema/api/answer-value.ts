import { GraphQLError, Kind, type ValueNode } from 'graphql';
import type { AnswerValue } from '../../domain/sign-up-form/answer.ts';

/** A text or a boolean and nothing else: numbers and lists are not converted. */
export const answerValue = {
  description: 'The answer to a field of the sign-up form: a text such as `"Acme"`, or true or false.',
  serialize: (value: AnswerValue) => value,
  parseValue: (value: unknown): AnswerValue => {
    if (typeof value === 'string' || typeof value === 'boolean') return value;
    throw new GraphQLError('An answer must be a text, true or false.');
  },
  parseLiteral: (node: ValueNode): AnswerValue => {
    if (node.kind === Kind.STRING || node.kind === Kind.BOOLEAN) return node.value;
    throw new GraphQLError('An answer must be a text, true or false.');
  },
};
