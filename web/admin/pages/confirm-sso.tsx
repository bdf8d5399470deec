import { AskedFor, NotMe } from '../../components/asked-for.tsx';
import { Form } from '../../components/form.tsx';
import { MailedPage } from '../../components/mailed-page.tsx';
import { Page } from '../../components/page.tsx';
import { useMailedLink } from '../../use-mailed-link.ts';
import { AdminConfirmSsoDocument } from '../generated/operations.ts';

const LOG_IN = { href: '/admin/log-in', label: 'Log in' };

/** The page of the link that links an account at the provider of the company to an admin. */
export function AdminConfirmSso() {
  const { mailed, done, send } = useMailedLink(AdminConfirmSsoDocument, LOG_IN.href);
  if (done) return <Done {...done} />;
  return (
    <MailedPage
      portal={null}
      mailed={mailed}
      kind="ADMIN_LINK_SSO"
      next={LOG_IN}
      used={{ title: 'Your log-in is already confirmed', next: LOG_IN }}
    >
      {(link) => (
        <Page title="Confirm your log-in" portal={null}>
          <p>
            Whoever has this account can log in as the admin <strong>{link.email}</strong> from now on:
          </p>
          {link.ssoAccount && (
            <dl>
              <dt>Account at</dt>
              <dd>
                {link.ssoAccount.label} ({new URL(link.ssoAccount.issuer).host})
              </dd>
              <dt>Id there</dt>
              <dd>{link.ssoAccount.subject}</dd>
            </dl>
          )}
          <AskedFor link={link} />
          <Form submit="Yes, it is mine" send={() => send({ token: mailed.token })} />
          <NotMe mailed={mailed} />
        </Page>
      )}
    </MailedPage>
  );
}

function Done({ email, startUrl }: { email: string; startUrl: string }) {
  return (
    <Page title="Your log-in is confirmed" portal={null}>
      <p>
        The account is linked to the admin <strong>{email}</strong>.
      </p>
      <p>
        <a className="button" href={startUrl}>
          Log in with SSO
        </a>
      </p>
    </Page>
  );
}
