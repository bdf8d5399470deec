import { useState } from 'react';
import { act } from '../api.ts';
import { Form } from '../components/form.tsx';
import { NewPasswordField } from '../components/new-password-field.tsx';
import { Page } from '../components/page.tsx';
import { type DeveloperStatus, type PortalFragment, ResetPasswordDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { RegistrationStatus } from './registration-status.tsx';
import { SsoOnly } from './sso-only.tsx';

/** Where the reset link leads. Opening it changes nothing; the password that is chosen here does. */
export function ResetPassword({ portal }: { portal: PortalFragment }) {
  const [token] = useState(() => new URLSearchParams(location.search).get('token'));
  const [isDead, setDead] = useState(false);
  const [status, setStatus] = useState<DeveloperStatus | null>(null);
  if (!portal.passwordLogin) return <SsoOnly portal={portal} title="Choose a new password" />;
  if (status) return <RegistrationStatus portal={portal} status={status} returnTo={null} />;
  if (!token || isDead) return <DeadLink portal={portal} />;
  return (
    <Page title="Choose a new password" portal={portal}>
      <p>It replaces the one you had, and logs you out everywhere.</p>
      <Form
        submit="Save password"
        send={async (typed) => {
          const answer = await act(ResetPasswordDocument, { token, password: typed('password') });
          if (answer.__typename === 'InvalidToken') setDead(true);
          else if (answer.__typename !== 'ResetPasswordSuccess') return answer;
          else {
            // The token has done its work. A reload from now on leads to where the person would go next.
            history.replaceState(null, '', pagePath(portal, 'log-in'));
            setStatus(answer.status);
          }
          return null;
        }}
      >
        <NewPasswordField policy={portal.passwordPolicy} email={null} />
      </Form>
    </Page>
  );
}

function DeadLink({ portal }: { portal: PortalFragment }) {
  return (
    <Page title="This link does not work" portal={portal}>
      <p>It is too old, was used already, or is not whole.</p>
      <p>
        <a className="button" href={pagePath(portal, 'forgot-password')}>
          Ask for a new one
        </a>
      </p>
    </Page>
  );
}
