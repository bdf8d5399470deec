import { AskedFor } from '../components/asked-for.tsx';
import { Form } from '../components/form.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { type PortalFragment, UndoEmailChangeDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { CreatePassword } from './create-password.tsx';

/** The page of the link in the mail to the old email address. */
export function UndoEmailChange({ portal }: { portal: PortalFragment }) {
  const next = pagePath(portal, portal.passwordLogin ? 'forgot-password' : 'log-in');
  const { mailed, done, send } = useMailedLink(UndoEmailChangeDocument, next);
  if (done?.passwordToken) {
    return (
      <CreatePassword
        portal={portal}
        email={done.email}
        passwordToken={done.passwordToken}
        returnTo={null}
        title="Your email address is back"
      >
        <p>
          Your account has the email address <strong>{done.email}</strong> again, and everyone is logged out. Whoever changed it
          knew your password, so that has ended too: choose a new one.
        </p>
      </CreatePassword>
    );
  }
  if (done) return <Undone portal={portal} email={done.email} next={next} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="UNDO_EMAIL_CHANGE"
      used={{ title: 'The change is already undone', next: { href: pagePath(portal, 'log-in'), label: 'Log in' } }}
    >
      {(link) => (
        <Page title="Undo the change of your email address" portal={portal}>
          <p>
            Your account at {portal.name} has the email address <strong>{link.account?.maskedEmail}</strong> now. One click
            gives it <strong>{link.email}</strong> back, and logs out everyone who is logged in to it. Its password ends, and so
            do log-ins with SSO that were added lately, and second factors that were set up since.
          </p>
          <AskedFor link={link} />
          <Form submit="Undo the change" send={() => send({ token: mailed.token })} />
        </Page>
      )}
    </MailedPage>
  );
}

/** For portals without passwords. */
function Undone({ portal, email, next }: { portal: PortalFragment; email: string; next: string }) {
  return (
    <Page title="Your email address is back" portal={portal}>
      <p>
        Your account has the email address <strong>{email}</strong> again, and everyone is logged out.
      </p>
      <p>
        <a className="button" href={next}>
          Log in
        </a>
      </p>
    </Page>
  );
}
