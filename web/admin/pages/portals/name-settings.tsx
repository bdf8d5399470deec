import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import type { PortalWithSettings } from './portal.tsx';
import { SettingsGroup } from './settings-group.tsx';

type Props = { portal: PortalWithSettings };

/** What people read. */
export function NameSettings({ portal: { slug, name, contactEmail } }: Props) {
  const t = useTranslations('portals');
  return (
    <SettingsGroup
      title={t('names')}
      about={t('namesAbout')}
      slug={slug}
      before={{ name, contactEmail }}
      read={(typed) => ({ name: typed('name'), contactEmail: typed('contactEmail') })}
    >
      <Field name="name" label={t('name')} hint={t('nameHint')} defaultValue={name} />
      <Field
        name="contactEmail"
        label={t('contactEmail')}
        hint={t('contactEmailHint')}
        type="email"
        defaultValue={contactEmail}
      />
    </SettingsGroup>
  );
}

/** Where the pages are. */
export function AddressSettings({ portal: { slug, catalogUrl, settings } }: Props) {
  const t = useTranslations('portals');
  return (
    <SettingsGroup
      title={t('addresses')}
      about={t('addressesAbout')}
      slug={slug}
      before={{ catalogUrl, publicUrl: settings.publicUrl }}
      read={(typed) => ({ catalogUrl: typed('catalogUrl'), publicUrl: typed('publicUrl').trim() || null })}
    >
      <Field name="catalogUrl" label={t('catalogUrl')} hint={t('catalogUrlHint')} type="url" defaultValue={catalogUrl} />
      <Field
        name="publicUrl"
        label={t('publicUrl')}
        hint={t('publicUrlHint')}
        type="url"
        required={false}
        defaultValue={settings.publicUrl}
      />
    </SettingsGroup>
  );
}
