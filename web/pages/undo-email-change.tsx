import { useState } from 'react';
import { act } from '../api.ts';
import { Contact } from '../components/contact.tsx';
import { Form } from '../components/form.tsx';
import { Page } from '../components/page.tsx';
import { type PortalFragment, UndoEmailChangeDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

/** Where the link in an old address's mail leads. Opening it changes nothing, since mail scanners open links too; the button does. */
export function UndoEmailChange({ portal }: { portal: PortalFragment }) {
  const [token] = useState(() => new URLSearchParams(location.search).get('token'));
  const [isDead, setDead] = useState(false);
  const [email, setEmail] = useState<string | null>(null);
  if (email) return <Undone portal={portal} email={email} />;
  if (!token || isDead) return <DeadLink portal={portal} />;
  return (
    <Page title="Undo the change of your address" portal={portal}>
      <p>
        One click gives your account at {portal.name} its old mail address back, and logs out everyone who is logged in to it.
      </p>
      <Form
        submit="Undo the change"
        send={async () => {
          const answer = await act(UndoEmailChangeDocument, { token });
          if (answer.__typename === 'InvalidToken') setDead(true);
          else if (answer.__typename !== 'UndoEmailChangeSuccess') return answer;
          else {
            // The token has done its work. A reload from now on leads to where the person would go next.
            history.replaceState(null, '', pagePath(portal, portal.passwordLogin ? 'forgot-password' : 'log-in'));
            setEmail(answer.email);
          }
          return null;
        }}
      />
    </Page>
  );
}

function Undone({ portal, email }: { portal: PortalFragment; email: string }) {
  if (!portal.passwordLogin) {
    return (
      <Page title="Your address is back" portal={portal}>
        <p>
          Your account has the address <strong>{email}</strong> again, and everyone is logged out.
        </p>
        <p>
          <a className="button" href={pagePath(portal, 'log-in')}>
            Log in
          </a>
        </p>
      </Page>
    );
  }
  return (
    <Page title="Your address is back" portal={portal}>
      <p>
        Your account has the address <strong>{email}</strong> again. Whoever changed it knew your password, so choose a new one
        now.
      </p>
      <p>
        <a className="button" href={pagePath(portal, 'forgot-password')}>
          Choose a new password
        </a>
      </p>
    </Page>
  );
}

function DeadLink({ portal }: { portal: PortalFragment }) {
  return (
    <Page title="This link does not work" portal={portal}>
      <p>
        It is too old, was used already, or is not whole. If somebody took your account over, write to{' '}
        <Contact portal={portal} />.
      </p>
    </Page>
  );
}
