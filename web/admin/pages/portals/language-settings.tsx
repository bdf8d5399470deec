import { useFormatter, useTranslations } from 'use-intl';
import { LANGUAGES } from '../../../../texts/languages.ts';
import type { Typed } from '../../../components/form.tsx';
import { nameOf } from '../../../language.ts';
import { SelectOf } from '../../ui/select-of.tsx';
import { TickBox } from '../../ui/tick-box.tsx';
import { typedBox } from '../../ui/typed.ts';
import type { PortalWithSettings } from './portal.tsx';
import { SettingsGroup } from './settings-group.tsx';

/** The languages of pages and emails. The main one is always among those offered. */
export function LanguageSettings({ portal: { slug, locales } }: { portal: PortalWithSettings }) {
  const t = useTranslations('portals');
  const { displayName } = useFormatter();
  const labelOf = (language: string): string => {
    const [name, own] = [displayName(language, { type: 'language' }), nameOf(language)];
    return name === own ? name : `${name} (${own})`;
  };
  return (
    <SettingsGroup
      title={t('languages')}
      about={t('languagesAbout')}
      slug={slug}
      before={{ locales: { default: locales.default, offered: inOurOrder(locales.offered) } }}
      read={(typed) => ({ locales: readLocales(typed) })}
    >
      <SelectOf
        name="locales.default"
        label={t('mainLanguage')}
        hint={t('mainLanguageHint')}
        value={locales.default}
        choices={LANGUAGES.map((language) => ({ value: language, label: labelOf(language) }))}
      />
      {LANGUAGES.map((language) => (
        <TickBox
          key={language}
          name={`offers.${language}`}
          label={t('offers', { language: labelOf(language) })}
          isTicked={locales.offered.includes(language)}
        />
      ))}
    </SettingsGroup>
  );
}

function readLocales(typed: Typed) {
  const main = typed('locales.default');
  return { default: main, offered: LANGUAGES.filter((language) => language === main || typedBox(typed, `offers.${language}`)) };
}

const inOurOrder = (offered: string[]): string[] => LANGUAGES.filter((language) => offered.includes(language));
