import { useTranslations } from 'use-intl';
import { Page } from '../../components/page.tsx';
import { strong } from '../../components/rich.tsx';
import type { PortalFragment } from '../../generated/operations.ts';
import { pagePath } from '../../page-path.ts';
import { useMoment } from '../../use-moment.ts';

/** `dueAt` is null if the account is gone. */
export function Deleted({ portal, dueAt }: { portal: PortalFragment; dueAt: string | null }) {
  const t = useTranslations('ownAccount');
  const moment = useMoment('long');
  return (
    <Page title={t(dueAt ? 'scheduled' : 'deleted')} portal={portal}>
      {dueAt && (
        <>
          <p>{t.rich('scheduledOn', { strong, moment: moment(dueAt) })}</p>
          <p>{t('untilThen')}</p>
        </>
      )}
      <p>
        <a href={pagePath(portal, '')}>{t('backTo', { portal: portal.name })}</a>
      </p>
    </Page>
  );
}
