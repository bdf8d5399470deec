import { AskedFor, NotMe } from '../components/asked-for.tsx';
import { Form } from '../components/form.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { ConfirmSsoDocument, type LinkFragment, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { RegistrationStatus } from './registration-status.tsx';

/** The page of the link that confirms a log-in with SSO. */
export function ConfirmSso({ portal }: { portal: PortalFragment }) {
  const { mailed, done, send } = useMailedLink(ConfirmSsoDocument, pagePath(portal, 'log-in'));
  const logIn = { href: pagePath(portal, 'log-in'), label: 'Log in again' };
  if (done?.status === 'APPROVED') return <MayLogIn portal={portal} {...done} />;
  if (done) return <RegistrationStatus portal={portal} status={done.status} returnTo={null} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="CONFIRM_SSO"
      next={logIn}
      used={{ title: 'Your log-in is already confirmed', next: logIn }}
    >
      {(link) => (
        <Page title={link.used ? 'Your log-in is already confirmed' : 'Confirm your log-in'} portal={portal}>
          {link.ssoAccount && <SsoAccount portal={portal} account={link.ssoAccount} />}
          <AskedFor link={link} />
          <Form submit={link.used ? 'Continue' : 'Yes, it is mine'} send={() => send({ token: mailed.token })} />
          {!link.used && <NotMe mailed={mailed} />}
        </Page>
      )}
    </MailedPage>
  );
}

function SsoAccount({ portal, account }: { portal: PortalFragment; account: NonNullable<LinkFragment['ssoAccount']> }) {
  return (
    <>
      <p>
        {account.linked
          ? `This account logs in to your registration at ${portal.name} from now on:`
          : `You are registered at ${portal.name} with this account, which logs you in from now on:`}
      </p>
      <dl>
        <dt>Account at</dt>
        <dd>{account.label}</dd>
        <dt>Name there</dt>
        <dd>{account.fullName}</dd>
        <dt>Email address there</dt>
        <dd>{account.email}</dd>
      </dl>
    </>
  );
}

function MayLogIn({ portal, email, startUrl }: { portal: PortalFragment; email: string; startUrl: string }) {
  return (
    <Page title="Your log-in is confirmed" portal={portal}>
      <p>
        Your account at {portal.name} has the email address <strong>{email}</strong>, and you log in to it with SSO.
      </p>
      <p>
        <a className="button" href={startUrl}>
          Log in with SSO
        </a>
      </p>
    </Page>
  );
}
