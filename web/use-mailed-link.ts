import { useState } from 'react';
import { act } from './api.ts';
import type { Refusal } from './components/form.tsx';
import type { TypedDocumentString } from './generated/operations.ts';

type Refused = Refusal & { __typename: string };

/**
 * The mailed link that led to this page, and the mutation that its token is for. Opening the page changes nothing, because mail
 * scanners open links too.
 * @param next where a reload leads after the token was used; null to stay at the link
 * @returns `token`: null if the link does not work; `done`: the answer of the mutation after it succeeded, null until then
 */
export function useMailedLink<Result extends { __typename: string }, Input>(
  mutation: TypedDocumentString<Record<string, Result | null>, { input: Input }>,
  next: string | null,
) {
  const [token] = useState(() => new URLSearchParams(location.search).get('token'));
  const [answer, setAnswer] = useState<Result | null>(null);
  const isDead = answer?.__typename === 'InvalidToken';

  async function send(input: Input): Promise<Refusal | null> {
    const answered = await act(mutation, input);
    setAnswer(answered);
    if (isDone(answered) && next) history.replaceState(null, '', next);
    return isRefused(answered) && answered.__typename !== 'InvalidToken' ? answered : null;
  }

  return { token: isDead ? null : token, done: answer && isDone(answer) ? answer : null, send };
}

const isRefused = (answer: { __typename: string }): answer is Refused => 'message' in answer;

const isDone = <Result extends { __typename: string }>(answer: Result): answer is Exclude<Result, Refused> =>
  !isRefused(answer);
