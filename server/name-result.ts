import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { currentRequest } from './request-id.ts';

/** What the codes of errors mean, by the names that acts answer. Any other error says that a document is not answered. */
const RESULTS: Record<string, string> = {
  INTERNAL_SERVER_ERROR: 'Unexpected',
  NOT_ALLOWED: 'NotAllowed',
  INVALID_INPUT: 'InvalidInput',
  INVALID_TOKEN: 'InvalidToken',
  TOO_MANY_ATTEMPTS: 'TooManyAttempts',
  TIMEOUT: 'Timeout',
};

/** Notes how the errors of a request are called. The results of acts are noted where they are told. */
export const nameResult: Plugin = {
  onResultProcess: ({ result }) => {
    const request = currentRequest();
    if (!request || !('errors' in result) || !result.errors?.length) return;
    const names = result.errors.map(resultOf);
    request.result = names.find((name) => name === 'Unexpected') ?? names[0] ?? null;
  },
};

const resultOf = ({ extensions }: GraphQLError): string => RESULTS[String(extensions['code'])] ?? 'Refused';
