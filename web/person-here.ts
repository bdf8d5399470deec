import { createContext, useCallback, useEffect, useState } from 'react';
import { ask } from './api.ts';
import { FindMeDocument, type FindMeQuery } from './generated/operations.ts';
import { mayComeBackIf, notePersonChange, onPersonChangeElsewhere } from './kept-pages.ts';

export type Person = NonNullable<FindMeQuery['me']>;

/** Where to go on to be logged out at the provider, too. */
type LoggedOut = { providerLogOutUrl: string | null };

type Here = {
  /** Who is logged in at the portal, as far as this page knows; null for a stranger. */
  person: Person | null;
  /** Asks the API whether the same person is still logged in. */
  lookAgain: () => Promise<void>;
  /** Is told that the account was deleted: nobody is logged in from now on. */
  forget: () => void;
  /** Is told that the person logged out here. */
  leave: (loggedOut: LoggedOut) => void;
};

/** Who is here, for all parts of a page. */
export const PersonHere = createContext<Here>({
  person: null,
  lookAgain: async () => undefined,
  forget: () => undefined,
  leave: () => undefined,
});

/**
 * Watches over the person of a page, also while another tab or another site ends the session.
 * @param atFirst who was logged in when the page was loaded
 * @returns `isGone`: the session has ended meanwhile; `loggedOut`: the person has logged out on this page
 */
export function usePersonHere(slug: string, atFirst: Person | null) {
  const [person, setPerson] = useState(atFirst);
  const [isGone, setGone] = useState(false);
  const [loggedOut, setLoggedOut] = useState<LoggedOut | null>(null);
  const id = person?.id ?? null;

  const lookAgain = useCallback(async () => {
    // Without an answer nothing is known.
    const answer = id && (await ask(FindMeDocument, { portal: slug }).catch(() => null));
    if (!answer) return;
    // What this page shows is not for somebody else.
    if (answer.me && answer.me.id !== id) return location.reload();
    if (answer.me) setPerson(answer.me);
    setGone(answer.me === null);
  }, [slug, id]);

  useEffect(() => {
    const seen = () => document.visibilityState === 'visible' && void lookAgain();
    document.addEventListener('visibilitychange', seen);
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
