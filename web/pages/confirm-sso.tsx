import { useState } from 'react';
import { act } from '../api.ts';
import { Form } from '../components/form.tsx';
import { Page } from '../components/page.tsx';
import { ConfirmSsoDocument, type DeveloperStatus, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { RegistrationStatus } from './registration-status.tsx';

type Confirmed = { email: string; status: DeveloperStatus; startUrl: string };

/** Where the link of a log-in with SSO leads. Opening it changes nothing, since mail scanners open links too; the button does. */
export function ConfirmSso({ portal }: { portal: PortalFragment }) {
  const [token] = useState(() => new URLSearchParams(location.search).get('token'));
  const [isDead, setDead] = useState(false);
  const [confirmed, setConfirmed] = useState<Confirmed | null>(null);
  if (confirmed?.status === 'APPROVED') return <MayLogIn portal={portal} {...confirmed} />;
  if (confirmed) return <RegistrationStatus portal={portal} status={confirmed.status} returnTo={null} />;
  if (!token || isDead) return <DeadLink portal={portal} />;
  return (
    <Page title="Confirm your log-in" portal={portal}>
      <p>
        One click confirms that the account which the mail names is yours. From then on it logs you in at {portal.name}. If you
        did not try to log in with it, close this page.
      </p>
      <Form
        submit="Yes, it is mine"
        send={async () => {
          const answer = await act(ConfirmSsoDocument, { token });
          if (answer.__typename === 'InvalidToken') setDead(true);
          else if (answer.__typename !== 'ConfirmSsoSuccess') return answer;
          else {
            // The token has done its work. A reload from now on leads to where the person would go next.
            history.replaceState(null, '', pagePath(portal, 'log-in'));
            setConfirmed(answer);
          }
          return null;
        }}
      />
    </Page>
  );
}

function MayLogIn({ portal, email, startUrl }: { portal: PortalFragment } & Confirmed) {
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

function DeadLink({ portal }: { portal: PortalFragment }) {
  return (
    <Page title="This link does not work" portal={portal}>
      <p>It is too old, is not whole, or is no longer wanted. Log in with SSO again to get a new one by mail.</p>
      <p>
        <a className="button" href={pagePath(portal, 'log-in')}>
          Log in again
        </a>
      </p>
    </Page>
  );
}
