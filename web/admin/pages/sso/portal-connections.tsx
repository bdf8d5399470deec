import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindPortalConnectionsDocument } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { PortalFrame, useSlug } from '../portals/portal-frame.tsx';
import { Connections } from './connections.tsx';

/** The identity providers of a portal. */
export function PortalConnections() {
  const t = useTranslations('sso');
  const slug = useSlug();
  const { isOwner } = useRights(slug);
  const found = useFound(FindPortalConnectionsDocument, { slug });
  return (
    <PortalFrame page="sso">
      <p>{t('about')}</p>
      <WhenFound found={found}>
        {({ portal }) => <Connections portal={slug} connections={portal?.settings?.ssoConnections ?? []} mayChange={isOwner} />}
      </WhenFound>
    </PortalFrame>
  );
}
