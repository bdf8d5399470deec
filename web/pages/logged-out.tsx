import { useTranslations } from 'use-intl';
import { Page } from '../components/page.tsx';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

type LoggedOutProps = { portal: PortalFragment; providerLogOutUrl: string | null };

export function LoggedOut({ portal, providerLogOutUrl }: LoggedOutProps) {
  const t = useTranslations();
  return (
    <Page title={t('logIn.loggedOut')} portal={portal}>
      {providerLogOutUrl && (
        <>
          <p>{t('logIn.stillAtProvider')}</p>
          <p>
            <a className="button" href={providerLogOutUrl}>
              {t('logIn.logOutThere')}
            </a>
          </p>
        </>
      )}
      <p>
        <a href={pagePath(portal, 'log-in')}>{t('parts.logInAgain')}</a>
      </p>
    </Page>
  );
}
