import { useEffect } from 'react';
import { reloadsAs } from '../carried-email.ts';
import { AskedFor, NotMe } from '../components/asked-for.tsx';
import { Form } from '../components/form.tsx';
import { LogInButton } from '../components/log-in-button.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { NewPasswordField } from '../components/new-password-field.tsx';
import { Page } from '../components/page.tsx';
import { SsoOnly } from '../components/sso-only.tsx';
import { UnlinkAccounts } from '../components/unlink-accounts.tsx';
import {
  type DeveloperStatus,
  type LinkedAccountFragment,
  type PortalFragment,
  ResetPasswordDocument,
} from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';

/** The page of the reset link. */
export function ResetPassword({ portal }: { portal: PortalFragment }) {
  const { mailed, done, send } = useMailedLink(ResetPasswordDocument, null);
  if (!portal.passwordLogin) return <SsoOnly portal={portal} title="Choose a new password" />;
  if (done) return <PasswordChanged portal={portal} {...done} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="RESET_PASSWORD"
      next={{ href: pagePath(portal, 'forgot-password'), label: 'Ask for a new one' }}
      used={{ title: 'Your password was already changed', next: { href: pagePath(portal, 'log-in'), label: 'Log in' } }}
    >
      {(link) => (
        <Page title="Choose a new password" portal={portal}>
          <p>
            For <strong>{link.email}</strong> at {portal.name}. It replaces the one you had, and logs you out everywhere.
          </p>
          <AskedFor link={link} />
          <Form submit="Save password" send={(typed) => send({ token: mailed.token, password: typed('password') })}>
            <NewPasswordField policy={portal.passwordPolicy} email={link.email} />
          </Form>
          <NotMe mailed={mailed} />
        </Page>
      )}
    </MailedPage>
  );
}

type PasswordChangedProps = {
  portal: PortalFragment;
  email: string;
  status: DeveloperStatus;
  ssoIdentities: LinkedAccountFragment[];
  unlinkToken: string | null;
};

function PasswordChanged({ portal, email, status, ssoIdentities, unlinkToken }: PasswordChangedProps) {
  useEffect(() => reloadsAs(pagePath(portal, 'log-in'), email), [portal, email]);
  return (
    <Page title="Your password was changed" portal={portal}>
      {status === 'APPROVED' ? (
        <>
          <p>Log in with it now. You were logged out everywhere else.</p>
          <LogInButton portal={portal} email={email} />
        </>
      ) : (
        <p>
          {portal.name} is still reviewing your registration. We will email you once it is decided; then you can log in with it.
        </p>
      )}
      {unlinkToken && <UnlinkAccounts accounts={ssoIdentities} token={unlinkToken} />}
    </Page>
  );
}
