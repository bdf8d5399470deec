import { createContext, type ReactNode, type SubmitEvent, use, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Unanswered } from '../api.ts';
import { emptyPasswords } from '../kept-pages.ts';
import { PersonHere } from '../person-here.ts';
import { type Issue, type Refusal, useRefusalInWords } from '../use-refusal-in-words.ts';
import { useSentence } from '../use-sentence.ts';

export type { Refusal };

/** For a box its value, or an empty text without a tick. */
export type Typed = (name: string) => string;

/** Shows what is going on, in place of "One moment…". */
export type Say = (what: string) => void;

type FormProps = {
  /** The text of the button. */
  submit: string;
  /** Returns null after a success. */
  send: (typed: Typed, say: Say) => Promise<Refusal | null>;
  children?: ReactNode;
};

/** The issues of the form around the field. */
export const Issues = createContext<Issue[]>([]);

/** The name of the field is its path in the input. */
export const fieldOf = ({ path }: Issue): string => path.join('.');

/** Keeps the typed values, sends one request at a time, and shows each error beside its field or above the button. */
export function Form({ submit, send, children }: FormProps) {
  const t = useTranslations('parts');
  const sentenceOf = useSentence();
  const inWords = useRefusalInWords();
  const form = useRef<HTMLFormElement>(null);
  const { lookAgain } = use(PersonHere);
  const [goingOn, say] = useState<string | null>(null);
  const [issues, setIssues] = useState<Issue[]>([]);
  const [sentence, setSentence] = useState<string | null>(null);

  useEffect(() => {
    const firstWrong = issues.length > 0 && form.current?.querySelector('[aria-invalid="true"]');
    if (firstWrong instanceof HTMLElement) firstWrong.focus();
  }, [issues]);

  async function submitted(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (goingOn) return;
    const { elements } = event.currentTarget;
    const typed = new FormData(event.currentTarget);
    say(t('moment'));
    setSentence(null);
    setIssues([]);
    const refusal = await send((name) => String(typed.get(name) ?? ''), say).catch(unanswered);
    if (!refusal && form.current) emptyPasswords(form.current);
    if (refusal?.__typename === 'NotAllowed') await lookAgain();
    const issuesHere = refusal?.issues?.filter((issue) => elements.namedItem(fieldOf(issue))) ?? [];
    setIssues(issuesHere);
    if (refusal && asksForMore(refusal, elements)) setSentence(t('formChanged'));
    else if (refusal && issuesHere.length === 0) setSentence(inWords(refusal));
    say(null);
  }

  function unanswered(error: unknown): Refusal {
    if (error instanceof Unanswered) return { message: sentenceOf(error) };
    reportError(error);
    return { message: t('broken') };
  }

  return (
    <form ref={form} onSubmit={submitted} noValidate>
      <Issues value={issues}>{children}</Issues>
      <p role="alert" className="refusal">
        {sentence}
      </p>
      {/* Not `disabled`, which would take the focus away from the person who pressed it. */}
      <button type="submit" aria-disabled={goingOn !== null}>
        {goingOn ?? submit}
      </button>
      <p role="status" className="unseen">
        {goingOn}
      </p>
    </form>
  );
}

/** The page does not show this field, because the portal has changed its form since. */
const asksForMore = ({ issues = [] }: Refusal, elements: HTMLFormControlsCollection): boolean =>
  issues.map(fieldOf).some((name) => /^(answers\.|acceptedTerms$)/.test(name) && !elements.namedItem(name));
