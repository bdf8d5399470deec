import { useTranslations } from 'use-intl';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { strong } from '../components/rich.tsx';
import { UnlinkAccounts } from '../components/unlink-accounts.tsx';
import { type PortalFragment, UnlinkSsoIdentityByLinkDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';

/** The page of the link in the mail about a changed password. */
export function UnlinkSso({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const { mailed } = useMailedLink(UnlinkSsoIdentityByLinkDocument, null);
  const logIn = { href: pagePath(portal, 'log-in'), label: t('parts.logIn') };
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="UNLINK_SSO"
      next={logIn}
      used={{ title: t('changes.unlinkUsed'), next: logIn }}
    >
      {({ email, ssoIdentities }) => (
        <Page title={t('changes.unlinkTitle')} portal={portal}>
          <p>{t.rich('changes.unlinkAbout', { strong, email: email ?? '', portal: portal.name })}</p>
          {ssoIdentities?.length === 0 && <p>{t('changes.noneLinked')}</p>}
          <UnlinkAccounts accounts={ssoIdentities ?? []} token={mailed.token} />
        </Page>
      )}
    </MailedPage>
  );
}
