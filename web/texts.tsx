import { type ReactNode, Suspense, startTransition, use, useCallback, useEffect, useState } from 'react';
import { IntlProvider } from 'use-intl';
import { findLanguage } from '../texts/find-language.ts';
import type { PageTexts } from '../texts/page-texts.ts';
import type { en } from './admin/texts/en.ts';
import { FALLBACK, keptLanguage, LanguageOfPage, ownKindOf } from './language.ts';
import { LANGUAGES, loadTexts } from './load-texts.ts';

declare module 'use-intl' {
  interface AppConfig {
    Messages: PageTexts & typeof en;
  }
}

/** Until the portal has answered which languages it offers. */
export function firstLanguage(): string {
  const kept = keptLanguage();
  return findLanguage(kept ? [kept, ...navigator.languages] : navigator.languages, LANGUAGES) ?? FALLBACK;
}

/** Knows the language of the page. It needs no texts, so that what is inside can ask the API while `Texts` loads them. */
export function WithLanguage({ children }: { children: ReactNode }) {
  const [language, choose] = useState(firstLanguage);
  // The page stays as it is until the texts are there.
  const setLanguage = useCallback((next: string) => startTransition(() => choose(next)), []);
  return <LanguageOfPage value={{ language, known: LANGUAGES, setLanguage }}>{children}</LanguageOfPage>;
}

/** Gives the pages of portals their texts, in the language of the page. */
export function Texts({ children }: { children: ReactNode }) {
  return (
    <Suspense>
      <InLanguage>{children}</InLanguage>
    </Suspense>
  );
}

/** Moments are in the time zone of the browser. */
function InLanguage({ children }: { children: ReactNode }) {
  const { language } = use(LanguageOfPage);
  const texts = use(loadTexts(language));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <IntlProvider locale={ownKindOf(language)} messages={texts} timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}>
      {children}
    </IntlProvider>
  );
}
