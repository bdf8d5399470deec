import { useTranslations } from 'use-intl';
import { Page } from '../../components/page.tsx';

/** Says the same for every email address, so that it does not show who is an admin. */
export function AdminSsoConfirmSent() {
  const t = useTranslations('entrance');
  return (
    <Page title={t('checkEmail')} portal={null}>
      <p>{t('linkSent')}</p>
      <p>{t('linkSentIf')}</p>
      <p>{t('linkSentInvited')}</p>
      <p>
        <a href="/admin/log-in">{t('backToLogIn')}</a>
      </p>
    </Page>
  );
}
