import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { UnlinkAccounts } from '../components/unlink-accounts.tsx';
import { type PortalFragment, UnlinkSsoIdentityByLinkDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';

/** The page of the link in the mail about a changed password. */
export function UnlinkSso({ portal }: { portal: PortalFragment }) {
  const { mailed } = useMailedLink(UnlinkSsoIdentityByLinkDocument, null);
  const logIn = { href: pagePath(portal, 'log-in'), label: 'Log in' };
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="UNLINK_SSO"
      next={logIn}
      used={{ title: 'This link was used already', next: logIn }}
    >
      {({ email, ssoIdentities }) => (
        <Page title="Unlink accounts" portal={portal}>
          <p>
            This is about your account at {portal.name} with the email address <strong>{email}</strong>. You need no log-in
            here.
          </p>
          {ssoIdentities?.length === 0 && <p>No accounts are linked to it.</p>}
          <UnlinkAccounts accounts={ssoIdentities ?? []} token={mailed.token} />
        </Page>
      )}
    </MailedPage>
  );
}
