import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { usePath } from '../../navigation.tsx';
import { usePortal } from '../../shell/portal-choice.tsx';

const PAGES = [
  ['/admin/rules', 'rules'],
  ['/admin/rules/history', 'history'],
  ['/admin/rules/reasons', 'reasons'],
] as const;

/** The pages about how requests are decided. */
export function RulesNavigation() {
  const t = useTranslations('rules');
  const path = usePath();
  const { query } = usePortal();
  return (
    <nav aria-label={t('pages')} className="tabs">
      {PAGES.map(([page, name]) => (
        <Link key={page} href={`${page}${query}`} aria-current={path === page ? 'page' : undefined}>
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
