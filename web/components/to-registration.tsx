import { useTranslations } from 'use-intl';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

/** For people who wait, and cannot or need not log in. */
export function ToRegistration({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('status');
  return (
    <p>
      <a href={pagePath(portal, 'registration-link')}>{t('seeWhere')}</a>
    </p>
  );
}
