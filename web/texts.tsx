import { type ReactNode, Suspense, startTransition, use, useCallback, useEffect, useState } from 'react';
import { IntlProvider } from 'use-intl';
import { findLanguage } from '../texts/find-language.ts';
import type { PageTexts } from '../texts/page-texts.ts';
import type { en } from './admin/texts/en.ts';
import { FALLBACK, keptLanguage, LANGUAGES, LanguageOfPage, loadTexts, ownKindOf } from './language.ts';

declare module 'use-intl' {
  interface AppConfig {
    Messages: PageTexts & typeof en;
  }
}

/** Until the portal has answered which languages it offers. */
function firstLanguage(): string {
  const kept = keptLanguage();
  return findLanguage(kept ? [kept, ...navigator.languages] : navigator.languages, LANGUAGES) ?? FALLBACK;
}

/** Gives the pages of portals their texts, in the language of the page. */
export function TextsProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState(firstLanguage);
  // The page stays as it is until the texts are there.
  const setLanguage = useCallback((next: string) => startTransition(() => choose(next)), []);
  return (
    <LanguageOfPage value={{ language, setLanguage }}>
      <Suspense>
        <InLanguage language={language}>{children}</InLanguage>
      </Suspense>
    </LanguageOfPage>
  );
}

/** Moments are in the time zone of the browser. */
function InLanguage({ language, children }: { language: string; children: ReactNode }) {
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
