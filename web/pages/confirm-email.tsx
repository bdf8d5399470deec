import { AskedFor, NotMe } from '../components/asked-for.tsx';
import { Form } from '../components/form.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { ConfirmEmailChangeDocument, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';

/** The page of the link that confirms a new email address. */
export function ConfirmEmail({ portal }: { portal: PortalFragment }) {
  const { mailed, done, send } = useMailedLink(ConfirmEmailChangeDocument, pagePath(portal, 'account'));
  const account = { href: pagePath(portal, 'account'), label: 'Your account' };
  if (done) return <Changed portal={portal} email={done.email} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="CONFIRM_EMAIL_CHANGE"
      next={account}
      used={{ title: 'Your email address is already confirmed', next: account }}
    >
      {(link) => (
        <Page title="Confirm your new email address" portal={portal}>
          <p>
            The account at {portal.name} that has the email address <strong>{link.account?.maskedEmail}</strong> now is to get{' '}
            <strong>{link.email}</strong> instead. Go on only if that is your account: from then on it logs in with this
            address.
          </p>
          <AskedFor link={link} />
          <Form submit="Confirm my email address" send={() => send({ token: mailed.token })} />
          <NotMe mailed={mailed} />
        </Page>
      )}
    </MailedPage>
  );
}

function Changed({ portal, email }: { portal: PortalFragment; email: string }) {
  return (
    <Page title="Your email address is changed" portal={portal}>
      <p>
        Your account at {portal.name} has the email address <strong>{email}</strong> now. We told the one it had before, from
        where the change can be undone for 72 hours.
      </p>
      <p>
        <a className="button" href={pagePath(portal, 'account')}>
          Your account
        </a>
      </p>
    </Page>
  );
}
