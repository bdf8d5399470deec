import { Button, Disclosure, DisclosurePanel } from 'react-aria-components';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { usePath } from '../navigation.tsx';
import { usePortal } from './portal-choice.tsx';

/** In the order of an admin's day. */
const PAGES = [
  ['/admin', 'requests'],
  ['/admin/overview', 'overview'],
  ['/admin/people', 'people'],
  ['/admin/invitations', 'invitations'],
  ['/admin/rules', 'rules'],
  ['/admin/portals', 'portals'],
  ['/admin/admins', 'admins'],
  ['/admin/tokens', 'tokens'],
  ['/admin/installation', 'installation'],
  ['/admin/log', 'log'],
  ['/admin/jobs', 'jobs'],
] as const;

/** Beside the page where there is room, else behind a button. */
export function Navigation() {
  const t = useTranslations('shell');
  const path = usePath();
  return (
    <>
      <nav aria-label={t('navigation')} className="side">
        <Links />
      </nav>
      {/* Closed again at each new page. */}
      <Disclosure key={path} className="drawer">
        <Button slot="trigger" className="react-aria-Button second">
          {t('menu')}
        </Button>
        <DisclosurePanel>
          <nav aria-label={t('navigation')}>
            <Links />
          </nav>
        </DisclosurePanel>
      </Disclosure>
    </>
  );
}

function Links() {
  const t = useTranslations('shell');
  const path = usePath();
  const { query } = usePortal();
  const isAt = (page: string) => path === page || (page !== '/admin' && path.startsWith(`${page}/`));
  return (
    <ul>
      {PAGES.map(([page, name]) => (
        <li key={page}>
          <Link href={`${page}${query}`} aria-current={isAt(page) ? 'page' : undefined}>
            {t(name)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
