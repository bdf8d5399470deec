import type { TypedDocumentString } from './generated/operations.ts';

const LONGEST_WAIT_MS = 30_000;

/** No answer, or an unexpected one. The message is a sentence to show. */
export class Unanswered extends Error {}

export async function ask<Answer, Variables>(
  operation: TypedDocumentString<Answer, Variables>,
  variables: Variables,
): Promise<Answer> {
  const response = await post({ query: operation.toString(), variables });
  const body: { data?: Answer | null; errors?: unknown[] } | null = await response.json().catch(() => null);
  if (!body?.data || body.errors) throw new Unanswered(failedSentence(response.headers.get('x-request-id')));
  return body.data;
}

/** Returns the answer of the mutation's only field. */
export async function act<Result, Input>(
  mutation: TypedDocumentString<Record<string, Result | null>, { input: Input }>,
  input: Input,
): Promise<Result> {
  const [result] = Object.values(await ask(mutation, { input }));
  if (!result) throw new Unanswered(failedSentence(null));
  return result;
}

async function post(body: object): Promise<Response> {
  return await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' },
    credentials: 'same-origin',
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(LONGEST_WAIT_MS),
  }).catch(() => {
    throw new Unanswered('The portal could not be reached. Check your connection, then try again.');
  });
}

function failedSentence(requestId: string | null): string {
  const request = requestId ? ` (request ${requestId})` : '';
  return `Something went wrong on our side${request}. Try again in a moment.`;
}
