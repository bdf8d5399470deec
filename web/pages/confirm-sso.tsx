import { Form } from '../components/form.tsx';
import { Page } from '../components/page.tsx';
import { ConfirmSsoDocument, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { DeadLink } from './dead-link.tsx';
import { RegistrationStatus } from './registration-status.tsx';

/** Where the link of a log-in with SSO leads. */
export function ConfirmSso({ portal }: { portal: PortalFragment }) {
  const { token, done, send } = useMailedLink(ConfirmSsoDocument, pagePath(portal, 'log-in'));
  if (done?.status === 'APPROVED') return <MayLogIn portal={portal} {...done} />;
  if (done) return <RegistrationStatus portal={portal} status={done.status} returnTo={null} />;
  if (!token) {
    return (
      <DeadLink portal={portal} next={{ href: pagePath(portal, 'log-in'), label: 'Log in again' }}>
        It is too old, is not whole, or is no longer wanted. Log in with SSO again to get a new one by mail.
      </DeadLink>
    );
  }
  return (
    <Page title="Confirm your log-in" portal={portal}>
      <p>
        One click confirms that the account which the mail names is yours. From then on it logs you in at {portal.name}. If you
        did not try to log in with it, close this page.
      </p>
      <Form submit="Yes, it is mine" send={() => send({ token })} />
    </Page>
  );
}

function MayLogIn({ portal, email, startUrl }: { portal: PortalFragment; email: string; startUrl: string }) {
  return (
    <Page title="Your log-in is confirmed" portal={portal}>
      <p>
        Your account at {portal.name} has the address <strong>{email}</strong>, and you log in to it with SSO.
      </p>
      <p>
        <a className="button" href={startUrl}>
          Log in with SSO
        </a>
      </p>
    </Page>
  );
}
