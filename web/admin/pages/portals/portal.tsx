import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindPortalSettingsDocument, type FindPortalSettingsQuery } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { LanguageSettings } from './language-settings.tsx';
import { AddressSettings, NameSettings } from './name-settings.tsx';
import { PasswordLogin } from './password-login.tsx';
import { PortalFrame, useSlug } from './portal-frame.tsx';
import { ProgramSettings, RequestSettings, SecuritySettings } from './request-settings.tsx';

type Found = NonNullable<FindPortalSettingsQuery['portal']>;
export type PortalWithSettings = Found & { settings: NonNullable<Found['settings']> };

/** The settings of one portal. */
export function PortalPage() {
  const t = useTranslations('portals');
  const slug = useSlug();
  const { isOwner } = useRights(slug);
  const found = useFound(FindPortalSettingsDocument, { slug });
  return (
    <PortalFrame page="settings">
      {!isOwner && <p className="about">{t('onlyOwners')}</p>}
      <WhenFound found={found}>
        {({ portal }) =>
          portal?.settings ? (
            <Groups key={slug} portal={{ ...portal, settings: portal.settings }} />
          ) : (
            <p>{t('noSuchPortal')}</p>
          )
        }
      </WhenFound>
    </PortalFrame>
  );
}

const Groups = ({ portal }: { portal: PortalWithSettings }) => (
  <>
    <NameSettings portal={portal} />
    <AddressSettings portal={portal} />
    <LanguageSettings portal={portal} />
    <RequestSettings portal={portal} />
    <PasswordLogin portal={portal} />
    <SecuritySettings portal={portal} />
    <ProgramSettings portal={portal} />
  </>
);
