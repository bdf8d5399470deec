import { useTranslations } from 'use-intl';
import { Page } from '../components/page.tsx';
import { linkTo } from '../components/rich.tsx';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

/** Says the same for every email address, so that it does not show who is registered. */
export function SsoConfirmSent({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  return (
    <Page title={t('signUp.checkEmail')} portal={portal}>
      <p>{t('ssoLogIn.notYet')}</p>
      <p>{t('ssoLogIn.sentToAccount')}</p>
      <p>{t.rich('ssoLogIn.nothingThere', { link: linkTo(pagePath(portal, 'log-in')) })}</p>
    </Page>
  );
}
