import { use } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { SelectLanguage } from '../../components/choose-language.tsx';
import { Labelled } from '../../components/labelled.tsx';
import { Section } from '../../components/section.tsx';
import { type PortalFragment, UpdateProfileDocument } from '../../generated/operations.ts';
import { LanguageOfPage } from '../../language.ts';
import { useOffered } from '../../use-offered.ts';
import { Row } from './row.tsx';

/** Nothing at a portal with one language. */
export function AccountLanguage({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const { language, setLanguage } = use(LanguageOfPage);
  const offered = useOffered(portal);
  if (offered.length < 2) return null;
  return (
    <Row id="language" title={t('parts.language')}>
      <Section
        submit={t('ownAccount.saveLanguage')}
        done={t('ownAccount.languageSaved')}
        send={async (typed) => {
          const locale = typed('locale');
          const answer = await act(UpdateProfileDocument, { portal: portal.slug, locale });
          if (answer.__typename !== 'UpdateProfileSuccess') return answer;
          setLanguage(locale);
          return null;
        }}
      >
        <Labelled
          name="locale"
          label={t('parts.language')}
          hint={t('ownAccount.languageHint')}
          control={(described) => <SelectLanguage portal={portal} defaultValue={language} {...described} />}
        />
      </Section>
    </Row>
  );
}
