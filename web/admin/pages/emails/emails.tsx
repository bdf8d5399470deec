import { useLocale, useTranslations } from 'use-intl';
import { isLanguage, LANGUAGES } from '../../../../texts/languages.ts';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindEmailsDocument } from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { useRights } from '../../session/rights.ts';
import { Choice } from '../../ui/choice.tsx';
import { PortalFrame, useSlug } from '../portals/portal-frame.tsx';
import { EmailList } from './email-list.tsx';
import { OneEmail } from './one-email.tsx';
import './emails.css';

/** The texts of the emails to the people of a portal. */
export function Emails() {
  const t = useTranslations('emails');
  const ofPortals = useTranslations('portals');
  const languages = new Intl.DisplayNames(useLocale(), { type: 'language' });
  const slug = useSlug();
  const { isOwner } = useRights(slug);
  const [mail] = useQueryText('email');
  const [text, setLocale] = useQueryText('language');
  const locale = isLanguage(text) ? text : LANGUAGES[0];
  const found = useFound(FindEmailsDocument, { slug, locale });
  return (
    <PortalFrame page="emails">
      {!isOwner && <p className="about">{ofPortals('onlyOwners')}</p>}
      <p className="about">{t('about')}</p>
      <Choice
        label={t('language')}
        value={locale}
        choices={LANGUAGES.map((value) => ({ value, label: languages.of(value) ?? value }))}
        onChange={setLocale}
      />
      <WhenFound found={found}>
        {({ portal }) => {
          if (!portal?.settings) return <p>{ofPortals('noSuchPortal')}</p>;
          const { mailTemplates } = portal.settings;
          const chosen = mailTemplates.find((template) => template.mail === mail);
          return (
            <>
              {!portal.locales.offered.includes(locale) && <p className="quiet">{t('notOffered')}</p>}
              {chosen ? (
                <OneEmail key={`${chosen.mail} ${locale}`} slug={slug} mail={chosen.mail} locale={locale} />
              ) : (
                <EmailList templates={mailTemplates} locale={locale} />
              )}
            </>
          );
        }}
      </WhenFound>
    </PortalFrame>
  );
}
