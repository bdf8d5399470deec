import { use, useId } from 'react';
import { useTranslations } from 'use-intl';
import { keepLanguage, LANGUAGES, LanguageOfPage } from '../language.ts';
import { PersonHere } from '../person-here.ts';

/** Each language calls itself by its own name. */
const nameOf = (language: string): string => new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;

/** For people without an account. The others choose on the page of their account. */
export function ChooseLanguage() {
  const t = useTranslations('parts');
  const id = useId();
  const { person } = use(PersonHere);
  const { language, setLanguage } = use(LanguageOfPage);
  if (person || LANGUAGES.length < 2) return null;
  return (
    <p>
      <label htmlFor={id}>{t('language')}</label>{' '}
      <select
        id={id}
        value={language}
        onChange={({ target }) => {
          keepLanguage(target.value);
          setLanguage(target.value);
        }}
      >
        {LANGUAGES.map((one) => (
          <option key={one} value={one} lang={one}>
            {nameOf(one)}
          </option>
        ))}
      </select>
    </p>
  );
}
