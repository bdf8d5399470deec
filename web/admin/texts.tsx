import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { loadedTexts } from './texts/loaded.ts';

/** The person's own kind of English, for moments and numbers. */
const locale = (): string => navigator.languages.find((language) => /^en\b/i.test(language)) ?? 'en';

/** Gives the pages their texts. Moments are in the time zone of the browser. */
export function TextsProvider({ children }: { children: ReactNode }) {
  return (
    <IntlProvider locale={locale()} messages={loadedTexts} timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}>
      {children}
    </IntlProvider>
  );
}
