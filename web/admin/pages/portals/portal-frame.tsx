import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Link, useParams } from 'wouter';
import { usePath } from '../../navigation.tsx';
import { useSession } from '../../session/session.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import './portals.css';

const PAGES = [
  ['', 'settings'],
  ['/brand', 'brand'],
  ['/emails', 'emails'],
  ['/form', 'form'],
  ['/terms', 'terms'],
  ['/sender', 'sender'],
  ['/sso', 'sso'],
] as const;

/** The slug of the portal in the path. */
export const useSlug = (): string => useParams<{ slug: string }>().slug;

type PortalFrameProps = { page: (typeof PAGES)[number][1]; children: ReactNode };

/** One of the pages about one portal, with the way to the others. */
export function PortalFrame({ page, children }: PortalFrameProps) {
  const t = useTranslations('portals');
  const slug = useSlug();
  const path = usePath();
  const { portals } = useSession();
  const portal = portals.find((one) => one.slug === slug)?.name ?? slug;
  return (
    <DeskPage title={t('pageOf', { portal, page: t(page) })}>
      <nav aria-label={t('pagesOf', { portal })} className="tabs">
        {PAGES.map(([end, name]) => (
          <Link
            key={name}
            href={`/admin/portals/${slug}${end}`}
            aria-current={path === `/admin/portals/${slug}${end}` ? 'page' : undefined}
          >
            {t(name)}
          </Link>
        ))}
      </nav>
      {children}
    </DeskPage>
  );
}
