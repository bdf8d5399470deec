import { useEffect } from 'react';
import { Form } from '../components/form.tsx';
import { Page } from '../components/page.tsx';
import { type PortalFragment, VerifyEmailDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { CreatePassword } from './create-password.tsx';
import { SsoOnly } from './sso-only.tsx';

/** Where the mailed link leads. A reload leads there again, as long as there is no password. */
export function VerifyEmail({ portal }: { portal: PortalFragment }) {
  const { token, done: verified, send } = useMailedLink(VerifyEmailDocument, null);
  if (!token) return <DeadLink portal={portal} />;
  if (verified?.passwordToken) return <CreatePassword portal={portal} {...verified} passwordToken={verified.passwordToken} />;
  if (verified && !portal.passwordLogin) return <SsoOnly portal={portal} title="Your address is confirmed" />;
  if (verified) return <PasswordExists portal={portal} {...verified} />;
  return (
    <Page title="Confirm your address" portal={portal}>
      <p>
        One click confirms that this mail address is yours.
        {portal.passwordLogin && ` After that you create a password for ${portal.name}.`}
      </p>
      <Form submit="Confirm my address" send={() => send({ token })} />
    </Page>
  );
}

function DeadLink({ portal }: { portal: PortalFragment }) {
  return (
    <Page title="This link does not work" portal={portal}>
      <p>It is too old, not whole, or no longer wanted. Sign up again to get a new one by mail.</p>
      <p>
        <a className="button" href={pagePath(portal, 'sign-up')}>
          Sign up again
        </a>
      </p>
      <p>
        You have a password already? <a href={pagePath(portal, 'log-in')}>Log in</a>
      </p>
    </Page>
  );
}

function PasswordExists({ portal, email, returnTo }: { portal: PortalFragment; email: string; returnTo: string | null }) {
  const logIn = pagePath(portal, 'log-in', returnTo);
  // The token is used up. A reload from now on leads to where the person would go next.
  useEffect(() => history.replaceState(null, '', logIn), [logIn]);
  return (
    <Page title="Your address is confirmed" portal={portal}>
      <p>
        There is a password for <strong>{email}</strong> already.
      </p>
      <p>
        <a className="button" href={logIn}>
          Log in
        </a>
      </p>
    </Page>
  );
}
