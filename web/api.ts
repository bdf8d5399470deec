import type { Operation } from './operation.ts';

const LONGEST_WAIT_MS = 30_000;

type Failures = { message: string; extensions?: { code?: string } }[];

/** No answer, or an unexpected one. The message is a sentence to show. */
export class Unanswered extends Error {
  /** The code of the API's first error, such as `NOT_ALLOWED`. Null if there was no answer. */
  readonly code: string | null;

  constructor(message: string, code: string | null = null) {
    super(message);
    this.code = code;
  }
}

export async function ask<Answer, Variables>(operation: Operation<Answer, Variables>, variables: Variables): Promise<Answer> {
  const response = await post({ query: operation.toString(), variables });
  const body: { data?: Answer | null; errors?: Failures } | null = await response.json().catch(() => null);
  if (body?.data && !body.errors) return body.data;
  throw new Unanswered(failedSentence(response.headers.get('x-request-id')), body?.errors?.[0]?.extensions?.code ?? null);
}

/** Returns the answer of the mutation's only field. */
export async function act<Result, Input>(
  mutation: Operation<Record<string, Result | null>, { input: Input }>,
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
