import { startTransition, use, useEffect, useState } from 'react';
import { findLanguage } from '../texts/find-language.ts';
import type { PortalFragment } from './generated/operations.ts';
import { FALLBACK, keptLanguage, LanguageOfPage } from './language.ts';

type Answer = { portal: Pick<PortalFragment, 'locales'> | null; me: { locale: string | null } | null };

/** What the person chose, else what the browser asks for among what the portal offers, else the portal's default. */
function languageFor({ portal, me }: Answer, known: string[]): string | null {
  if (!portal) return null;
  const chosen = me?.locale ?? keptLanguage();
  const wanted = chosen ? [chosen, ...navigator.languages] : navigator.languages;
  const offered = portal.locales.offered.filter((language) => known.includes(language));
  return findLanguage(wanted, offered) ?? findLanguage([portal.locales.default], known) ?? FALLBACK;
}

/** Turns the page to the language of its reader, once the portal has answered. Returns whether that has happened. A portal that does not exist has none. */
export function useLanguageAt(answer: Answer | null): boolean {
  const { known, setLanguage } = use(LanguageOfPage);
  const [isTurned, setTurned] = useState(false);
  useEffect(() => {
    if (!answer || isTurned) return;
    // Both together: until its texts are there, the page shows nothing in another language.
    startTransition(() => {
      const language = languageFor(answer, known);
      if (language) setLanguage(language);
      setTurned(true);
    });
  }, [answer, isTurned, known, setLanguage]);
  return isTurned;
}
