import { Form } from '../components/form.tsx';
import { NewPasswordField } from '../components/new-password-field.tsx';
import { Page } from '../components/page.tsx';
import { type PortalFragment, ResetPasswordDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { DeadLink } from './dead-link.tsx';
import { RegistrationStatus } from './registration-status.tsx';
import { SsoOnly } from './sso-only.tsx';

/** Where the reset link leads. */
export function ResetPassword({ portal }: { portal: PortalFragment }) {
  const { token, done, send } = useMailedLink(ResetPasswordDocument, pagePath(portal, 'log-in'));
  if (!portal.passwordLogin) return <SsoOnly portal={portal} title="Choose a new password" />;
  if (done) return <RegistrationStatus portal={portal} status={done.status} returnTo={null} />;
  if (!token) {
    return (
      <DeadLink portal={portal} next={{ href: pagePath(portal, 'forgot-password'), label: 'Ask for a new one' }}>
        It is too old, was used already, or is not whole.
      </DeadLink>
    );
  }
  return (
    <Page title="Choose a new password" portal={portal}>
      <p>It replaces the one you had, and logs you out everywhere.</p>
      <Form submit="Save password" send={(typed) => send({ token, password: typed('password') })}>
        <NewPasswordField policy={portal.passwordPolicy} email={null} />
      </Form>
    </Page>
  );
}
