import { useTranslations } from 'use-intl';
import { Page } from '../../components/page.tsx';
import { returnTarget } from '../../return-target.ts';
import { AdminLogInChoices } from '../log-in/log-in-choices.tsx';

const HOME = '/admin';

export function AdminLogIn() {
  const t = useTranslations('entrance');
  return (
    <Page title={t('logInTitle')} portal={null}>
      <AdminLogInChoices goOn={() => location.replace(returnTarget() ?? HOME)} returnTo={returnTarget()} />
    </Page>
  );
}
