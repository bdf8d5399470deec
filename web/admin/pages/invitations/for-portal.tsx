import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { PortalInReach } from '../../session/session.tsx';
import { usePortal } from '../../shell/portal-choice.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';

/** A page about one portal, anew for each. Without one, it asks to choose. */
export function ForPortal({ children }: { children: (portal: PortalInReach) => ReactNode }) {
  const t = useTranslations('invitations');
  const { portal } = usePortal();
  if (portal) return <div key={portal.slug}>{children(portal)}</div>;
  return (
    <DeskPage title={t('title')}>
      <p>{t('choosePortal')}</p>
    </DeskPage>
  );
}
