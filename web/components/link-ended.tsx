import { useTranslations } from 'use-intl';
import type { PortalFragment } from '../generated/operations.ts';
import { Page } from './page.tsx';

/** For people who did not ask for the link and ended it. */
export function LinkEnded({ portal }: { portal: PortalFragment | null }) {
  const t = useTranslations('links');
  return (
    <Page title={t('thanks')} portal={portal}>
      <p>{t('ended')}</p>
    </Page>
  );
}
