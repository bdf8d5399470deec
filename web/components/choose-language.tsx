import { type ComponentProps, use, useId } from 'react';
import { useTranslations } from 'use-intl';
import type { PortalFragment } from '../generated/operations.ts';
import { keepLanguage, LanguageOfPage, nameOf } from '../language.ts';
import { PersonHere } from '../person-here.ts';
import { useOffered } from '../use-offered.ts';

/** For people who are not logged in. The others choose on the page of their account. */
export function ChooseLanguage({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('parts');
  const id = useId();
  const { person } = use(PersonHere);
  const { language, setLanguage } = use(LanguageOfPage);
  const offered = useOffered(portal);
  if (person || offered.length < 2) return null;
  return (
    <p>
      <label htmlFor={id}>{t('language')}</label>{' '}
      <SelectLanguage
        portal={portal}
        id={id}
        value={language}
        onChange={({ target }) => {
          keepLanguage(target.value);
          setLanguage(target.value);
        }}
      />
    </p>
  );
}

export function SelectLanguage({ portal, ...select }: ComponentProps<'select'> & { portal: PortalFragment }) {
  const offered = useOffered(portal);
  return (
    <select {...select}>
      {offered.map((one) => (
        <option key={one} value={one} lang={one}>
          {nameOf(one)}
        </option>
      ))}
    </select>
  );
}
