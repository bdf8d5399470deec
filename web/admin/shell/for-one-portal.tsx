import { Fragment, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { usePath } from '../navigation.tsx';
import { type PortalInReach, useSession } from '../session/session.tsx';
import { usePortal } from './portal-choice.tsx';

/** What belongs to one portal, anew for each. If none is chosen in the bar, it asks for one. */
export function ForOnePortal({ children }: { children: (portal: PortalInReach) => ReactNode }) {
  const t = useTranslations('shell');
  const path = usePath();
  const { portals } = useSession();
  const { portal } = usePortal();
  if (portal) return <Fragment key={portal.slug}>{children(portal)}</Fragment>;
  if (portals.length === 0) return <p className="none">{t('noPortals')}</p>;
  return (
    <section className="card">
      <h2>{t('choosePortal')}</h2>
      <ul className="portals-to-choose">
        {portals.map(({ slug, name }) => (
          <li key={slug}>
            <Link href={`${path}?${new URLSearchParams({ portal: slug })}`}>{name}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
