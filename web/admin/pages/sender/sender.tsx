import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindSenderDocument, type FindSenderQuery } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { PortalFrame, useSlug } from '../portals/portal-frame.tsx';
import { SettingsGroup } from '../portals/settings-group.tsx';
import { DomainCard } from './domain-card.tsx';

export type Sender = NonNullable<NonNullable<FindSenderQuery['portal']>['settings']>['sender'];

/** The address that emails of a portal come from, and the DNS records that prove its domain. */
export function SenderPage() {
  const t = useTranslations('portals');
  const slug = useSlug();
  const { isOwner } = useRights(slug);
  const found = useFound(FindSenderDocument, { slug });
  return (
    <PortalFrame page="sender">
      {!isOwner && <p className="about">{t('onlyOwners')}</p>}
      <WhenFound found={found}>
        {({ portal }) =>
          portal?.settings ? <SenderOf key={slug} slug={slug} sender={portal.settings.sender} /> : <p>{t('noSuchPortal')}</p>
        }
      </WhenFound>
    </PortalFrame>
  );
}

function SenderOf({ slug, sender: { address, from, domain } }: { slug: string; sender: Sender }) {
  const t = useTranslations('sender');
  return (
    <>
      <SettingsGroup
        title={t('title')}
        about={t('about')}
        slug={slug}
        before={{ mailFrom: address }}
        read={(typed) => ({ mailFrom: typed('mailFrom').trim() || null })}
      >
        <p>{t('now', { from })}</p>
        <Field
          name="mailFrom"
          label={t('address')}
          hint={t('addressHint')}
          required={false}
          autoCapitalize="none"
          defaultValue={address ?? ''}
        />
      </SettingsGroup>
      {domain && <DomainCard slug={slug} domain={domain} />}
    </>
  );
}
