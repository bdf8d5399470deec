import { startTransition, use, useEffect, useState } from 'react';
import { findLanguage } from '../texts/find-language.ts';
import type { PortalFragment } from './generated/operations.ts';
import { FALLBACK, keptLanguage, LANGUAGES, LanguageOfPage } from './language.ts';

type Answer = { portal: Pick<PortalFragment, 'locales'> | null; me: { locale: string | null } | null };

/** Of those that this version of the pages has, too. */
export const offeredBy = ({ locales }: Pick<PortalFragment, 'locales'>): string[] =>
  locales.offered.filter((language) => LANGUAGES.includes(language));

/** What the person chose, else what the browser asks for among what the portal offers, else the portal's default. */
function languageFor({ portal, me }: Answer): string | null {
  if (!portal) return null;
  const chosen = me?.locale ?? keptLanguage();
  const wanted = chosen ? [chosen, ...navigator.languages] : navigator.languages;
  const offered = offeredBy(portal);
  return findLanguage(wanted, offered) ?? findLanguage([portal.locales.default], LANGUAGES) ?? FALLBACK;
}

/** Turns the page to the language of its reader, once the portal has answered. Returns whether that has happened. A portal that does not exist has none. */
export function useLanguageAt(answer: Answer | null): boolean {
  const { setLanguage } = use(LanguageOfPage);
  const [isTurned, setTurned] = useState(false);
  useEffect(() => {
    if (!answer || isTurned) return;
    // Both together: until its texts are there, the page shows nothing in another language.
    startTransition(() => {
      const language = languageFor(answer);
      if (language) setLanguage(language);
      setTurned(true);
    });
  }, [answer, isTurned, setLanguage]);
  return isTurned;
}
