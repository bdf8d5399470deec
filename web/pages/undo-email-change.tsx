import { Contact } from '../components/contact.tsx';
import { Form } from '../components/form.tsx';
import { Page } from '../components/page.tsx';
import { type PortalFragment, UndoEmailChangeDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { DeadLink } from './dead-link.tsx';

/** Where the link in an old address's mail leads. */
export function UndoEmailChange({ portal }: { portal: PortalFragment }) {
  const next = pagePath(portal, portal.passwordLogin ? 'forgot-password' : 'log-in');
  const { token, done, send } = useMailedLink(UndoEmailChangeDocument, next);
  if (done) return <Undone portal={portal} email={done.email} next={next} />;
  if (!token) {
    return (
      <DeadLink portal={portal}>
        It is too old, was used already, or is not whole. If somebody took your account over, write to{' '}
        <Contact portal={portal} />.
      </DeadLink>
    );
  }
  return (
    <Page title="Undo the change of your address" portal={portal}>
      <p>
        One click gives your account at {portal.name} its old mail address back, and logs out everyone who is logged in to it.
      </p>
      <Form submit="Undo the change" send={() => send({ token })} />
    </Page>
  );
}

function Undone({ portal, email, next }: { portal: PortalFragment; email: string; next: string }) {
  if (!portal.passwordLogin) {
    return (
      <Page title="Your address is back" portal={portal}>
        <p>
          Your account has the address <strong>{email}</strong> again, and everyone is logged out.
        </p>
        <p>
          <a className="button" href={next}>
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
        <a className="button" href={next}>
          Choose a new password
        </a>
      </p>
    </Page>
  );
}
