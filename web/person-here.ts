import { createContext, useCallback, useEffect, useState } from 'react';
import { ask } from './api.ts';
import { traceAtFirst } from './first-answer.ts';
import { FindMeDocument, type FindMeQuery } from './generated/operations.ts';
import { mayComeBackIf, notePersonChange, onPersonChangeElsewhere } from './kept-pages.ts';
import { readTrace } from './person-trace.ts';

export type Person = NonNullable<FindMeQuery['me']>;

/** The URL that logs the person out at the provider. */
type LoggedOut = { providerLogOutUrl: string | null };

type Here = {
  /** Null if nobody is logged in, as far as the page knows. */
  person: Person | null;
  /** Asks the API if the same person is still logged in. */
  lookAgain: () => Promise<void>;
  /** Called after the account was deleted. */
  forget: () => void;
  /** Called after the person logged out here. */
  leave: (loggedOut: LoggedOut) => void;
};

export const PersonHere = createContext<Here>({
  person: null,
  lookAgain: async () => undefined,
  forget: () => undefined,
  leave: () => undefined,
});

/**
 * Notices when another tab or another site ends the session. `isGone` is true after that. `loggedOut` is set after a log-out on
 * this page.
 */
export function usePersonHere(slug: string, atFirst: Person | null) {
  const [person, setPerson] = useState(atFirst);
  const [isGone, setGone] = useState(false);
  const [loggedOut, setLoggedOut] = useState<LoggedOut | null>(null);
  const id = person?.id ?? null;

  const lookAgain = useCallback(async () => {
    // Without an answer, nothing changes.
    const answer = id && (await ask(FindMeDocument, { portal: slug }).catch(() => null));
    if (!answer) return;
    // Another person must not see this page.
    if (answer.me && answer.me.id !== id) return location.reload();
    if (answer.me) setPerson(answer.me);
    setGone(answer.me === null);
  }, [slug, id]);

  useEffect(() => {
    const seen = () => document.visibilityState === 'visible' && void lookAgain();
    document.addEventListener('visibilitychange', seen);
    // While the code was on its way, nobody listened.
    if (readTrace() !== traceAtFirst) void lookAgain();
    const stopListening = onPersonChangeElsewhere(() => void lookAgain());
    return () => {
      document.removeEventListener('visibilitychange', seen);
      stopListening();
    };
  }, [lookAgain]);

  useEffect(() => mayComeBackIf(async () => ((await ask(FindMeDocument, { portal: slug })).me?.id ?? null) === id), [slug, id]);

  const forget = () => {
    notePersonChange();
    setPerson(null);
  };
  const leave = (done: LoggedOut) => {
    forget();
    setLoggedOut(done);
  };
  return { here: { person, lookAgain, forget, leave } satisfies Here, isGone, loggedOut };
}
