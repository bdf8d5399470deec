import type { Operation } from './operation.ts';

const LONGEST_WAIT_MS = 30_000;

type Failures = { message: string; extensions?: { code?: string } }[];

/** The key of the sentence to show: see `useSentence`. */
type Why = 'unreachable' | 'failed' | 'loggedOut' | 'noPasskey';

/** No answer, or an unexpected one. */
export class Unanswered extends Error {
  readonly why: Why;
  /** The id of the request, for those who look into the log. */
  readonly request: string | null;
  /** The code of the API's first error, such as `NOT_ALLOWED`. Null if there was no answer. */
  readonly code: string | null;

  constructor(why: Why, request: string | null = null, code: string | null = null) {
    super(why);
    this.why = why;
    this.request = request;
    this.code = code;
  }
}

export async function ask<Answer, Variables>(operation: Operation<Answer, Variables>, variables: Variables): Promise<Answer> {
  const response = await post({ query: operation.toString(), variables });
  const body: { data?: Answer | null; errors?: Failures } | null = await response.json().catch(() => null);
  if (body?.data && !body.errors) return body.data;
  throw new Unanswered('failed', response.headers.get('x-request-id'), body?.errors?.[0]?.extensions?.code ?? null);
}

/** Returns the answer of the mutation's only field. */
export async function act<Result, Input>(
  mutation: Operation<Record<string, Result | null>, { input: Input }>,
  input: Input,
): Promise<Result> {
  const [result] = Object.values(await ask(mutation, { input }));
  if (!result) throw new Unanswered('failed');
  return result;
}

async function post(body: object): Promise<Response> {
  return await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      // The language of the page, which the person may have chosen.
      'accept-language': document.documentElement.lang,
    },
    credentials: 'same-origin',
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(LONGEST_WAIT_MS),
  }).catch(() => {
    throw new Unanswered('unreachable');
  });
}
