import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindAdminConnectionsDocument } from '../../generated/operations.ts';
import { Connections } from './connections.tsx';

/** The identity providers with which admins log in. For owners of all portals. */
export function AdminConnections() {
  const t = useTranslations('sso');
  const found = useFound(FindAdminConnectionsDocument, {});
  return (
    <section aria-labelledby="company">
      <h2 id="company">{t('title')}</h2>
      <p>{t('adminsAbout')}</p>
      <WhenFound found={found}>
        {({ installation }) => <Connections portal={null} connections={installation?.ssoConnections ?? []} mayChange />}
      </WhenFound>
    </section>
  );
}
