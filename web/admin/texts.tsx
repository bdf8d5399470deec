import type { ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { IntlProvider } from 'use-intl';
import { LanguageOfPage, ownKindOf } from '../language.ts';
import { chooseLanguage, LANGUAGE, LANGUAGES } from './language.ts';
import { loadedTexts } from './texts/load-texts.ts';

const HERE = { language: LANGUAGE, known: [...LANGUAGES], setLanguage: chooseLanguage };

/** Gives the pages their texts. Moments are in the time zone of the browser. */
export function TextsProvider({ children }: { children: ReactNode }) {
  const locale = ownKindOf(LANGUAGE);
  return (
    <LanguageOfPage value={HERE}>
      <I18nProvider locale={locale}>
        <IntlProvider locale={locale} messages={loadedTexts} timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}>
          {children}
        </IntlProvider>
      </I18nProvider>
    </LanguageOfPage>
  );
}
