import { useTranslations } from 'use-intl';
import { Page } from '../components/page.tsx';
import { linkTo } from '../components/rich.tsx';
import { SsoChoices } from '../components/sso-choices.tsx';
import { SsoOnly } from '../components/sso-only.tsx';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

export function Landing({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  if (!portal.passwordLogin) return <SsoOnly portal={portal} title={t('signUp.welcome')} />;
  return (
    <Page title={t('signUp.welcome')} portal={portal}>
      {portal.registrationOpen ? (
        <>
          <p>{t('signUp.askForAccess', { portal: portal.name })}</p>
          <p>
            <a className="button" href={pagePath(portal, 'sign-up')}>
              {t('parts.signUp')}
            </a>
          </p>
        </>
      ) : (
        <p>{t('signUp.noRegistrations', { portal: portal.name })}</p>
      )}
      <SsoChoices choices={portal.ssoConnections} returnTo={null} />
      <p>{t.rich('signUp.haveAccount', { link: linkTo(pagePath(portal, 'log-in')) })}</p>
    </Page>
  );
}
