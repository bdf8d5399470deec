import { useState } from 'react';
import { act, Unanswered } from './api.ts';
import type { Refusal } from './components/form.tsx';
import { EndLinkDocument, FindLinkDocument, type LinkFragment } from './generated/operations.ts';
import type { Operation } from './operation.ts';
import { useAnswer } from './use-answer.ts';

type Refused = Refusal & { __typename: string };

export type MailedLink = {
  token: string;
  /** `LOADING` until the API has answered. Null for a text that is not a link of ours. */
  link: LinkFragment | Unanswered | 'LOADING' | null;
  /** True after the reader said that they did not ask for it. */
  isEnded: boolean;
  end: () => Promise<Refusal | null>;
};

/**
 * Opening the page changes nothing, because mail scanners open links too.
 * `next` is the page after a reload once the token is used. Null to stay. `done` is the answer of the mutation after a success.
 * `hidden` is the token of a page that keeps it out of its URL.
 */
export function useMailedLink<Result extends { __typename: string }, Input>(
  mutation: Operation<Record<string, Result | null>, { input: Input }>,
  next: string | null,
  hidden?: string,
) {
  const [token] = useState(() => hidden ?? new URLSearchParams(location.search).get('token') ?? '');
  const found = useAnswer(FindLinkDocument, { token });
  const [answer, setAnswer] = useState<Result | null>(null);
  const [isEnded, setEnded] = useState(false);

  async function send(input: Input): Promise<Refusal | null> {
    const answered = await act(mutation, input);
    setAnswer(answered);
    if (isDone(answered) && next) history.replaceState(null, '', next);
    return isRefused(answered) && answered.__typename !== 'InvalidToken' ? answered : null;
  }

  async function end(): Promise<Refusal | null> {
    const answered = await act(EndLinkDocument, { token });
    setEnded(answered.__typename === 'EndLinkSuccess');
    return isRefused(answered) ? answered : null;
  }

  const isDead = answer?.__typename === 'InvalidToken';
  const answered = found instanceof Unanswered ? found : found ? found.link : 'LOADING';
  const mailed: MailedLink = { token, link: isDead ? null : answered, isEnded, end };
  return { mailed, done: answer && isDone(answer) ? answer : null, send };
}

const isRefused = (answer: { __typename: string }): answer is Refused => 'message' in answer;

const isDone = <Result extends { __typename: string }>(answer: Result): answer is Exclude<Result, Refused> =>
  !isRefused(answer);
