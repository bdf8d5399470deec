import { useState } from 'react';
import { act, Unanswered } from './api.ts';
import type { Refusal } from './components/form.tsx';
import { EndLinkDocument, FindLinkDocument, type LinkFragment, type TypedDocumentString } from './generated/operations.ts';
import { useAnswer } from './use-answer.ts';

type Refused = Refusal & { __typename: string };

/** What a page knows of the mailed link that led to it. */
export type MailedLink = {
  token: string;
  /** `LOADING` until the API has answered; null for what is no link of ours. */
  link: LinkFragment | Unanswered | 'LOADING' | null;
  /** Whether the reader said that it was not them. */
  isEnded: boolean;
  /** Ends the link. */
  end: () => Promise<Refusal | null>;
};

/**
 * The mailed link that led to this page, and the mutation that its token is for. Opening the page only asks what the link is for: mail
 * scanners open links too.
 * @param next where a reload leads after the token was used; null to stay at the link
 * @returns `done`: the answer of the mutation after it succeeded, null until then
 */
export function useMailedLink<Result extends { __typename: string }, Input>(
  mutation: TypedDocumentString<Record<string, Result | null>, { input: Input }>,
  next: string | null,
) {
  const [token] = useState(() => new URLSearchParams(location.search).get('token') ?? '');
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
