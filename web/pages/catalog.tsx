import { use } from 'react';
import { useTranslations } from 'use-intl';
import { Page } from '../components/page.tsx';
import { strong } from '../components/rich.tsx';
import { ToLogIn } from '../components/to-log-in.tsx';
import type { PortalFragment } from '../generated/operations.ts';
import { PersonHere } from '../person-here.ts';

/** For portals that have no catalog of their own yet. */
export function Catalog({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const { person } = use(PersonHere);
  if (!person) return <ToLogIn portal={portal} />;
  return (
    <Page title={t('parts.catalog')} portal={portal}>
      <p>{t.rich('logIn.youAreIn', { strong, name: person.fullName, email: person.email })}</p>
      <p>{t('logIn.apisHere', { portal: portal.name })}</p>
    </Page>
  );
}
