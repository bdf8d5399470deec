import { Form } from '../components/form.tsx';
import { Page } from '../components/page.tsx';
import { ConfirmEmailChangeDocument, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { DeadLink } from './dead-link.tsx';

/** Where the link in a new address's mail leads. */
export function ConfirmEmail({ portal }: { portal: PortalFragment }) {
  const { token, done, send } = useMailedLink(ConfirmEmailChangeDocument, pagePath(portal, 'account'));
  if (done) return <Changed portal={portal} email={done.email} />;
  if (!token) {
    return (
      <DeadLink portal={portal} next={{ href: pagePath(portal, 'account'), label: 'Your account' }}>
        It is too old, was used already, is not whole, or the address is taken by now.
      </DeadLink>
    );
  }
  return (
    <Page title="Confirm your new address" portal={portal}>
      <p>One click makes this mail address the one of your account at {portal.name}. From then on you log in with it.</p>
      <Form submit="Confirm my address" send={() => send({ token })} />
    </Page>
  );
}

function Changed({ portal, email }: { portal: PortalFragment; email: string }) {
  return (
    <Page title="Your address is changed" portal={portal}>
      <p>
        Your account at {portal.name} has the address <strong>{email}</strong> now. We told the one it had before, from where
        the change can be undone for 72 hours.
      </p>
      <p>
        <a className="button" href={pagePath(portal, 'account')}>
          Your account
        </a>
      </p>
    </Page>
  );
}
