import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindPortalSettingsDocument } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { PortalFrame, useSlug } from './portal-frame.tsx';
import { SettingsGroup } from './settings-group.tsx';

/** The terms of use that people accept when they register. */
export function PortalTerms() {
  const t = useTranslations('portals');
  const slug = useSlug();
  const { isOwner } = useRights(slug);
  const found = useFound(FindPortalSettingsDocument, { slug });
  return (
    <PortalFrame page="terms">
      {!isOwner && <p className="about">{t('onlyOwners')}</p>}
      <WhenFound found={found}>
        {({ portal }) =>
          portal ? (
            <SettingsGroup
              title={t('terms')}
              about={t('termsAbout')}
              slug={slug}
              before={{ terms: portal.terms && { url: portal.terms.url, version: portal.terms.version } }}
              read={(typed) => {
                const terms = { url: typed('terms.url').trim(), version: typed('terms.version').trim() };
                return { terms: terms.url || terms.version ? terms : null };
              }}
            >
              <Field
                name="terms.url"
                label={t('termsUrl')}
                hint={t('termsUrlHint')}
                type="url"
                required={false}
                defaultValue={portal.terms?.url ?? ''}
              />
              <Field
                name="terms.version"
                label={t('termsVersion')}
                hint={t('termsVersionHint')}
                required={false}
                defaultValue={portal.terms?.version ?? ''}
              />
            </SettingsGroup>
          ) : (
            <p>{t('noSuchPortal')}</p>
          )
        }
      </WhenFound>
    </PortalFrame>
  );
}
