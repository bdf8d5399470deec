import { Unanswered } from '../../api.ts';
import { AskedFor, NotMe } from '../../components/asked-for.tsx';
import { Failure } from '../../components/failure.tsx';
import { Form } from '../../components/form.tsx';
import { Loading } from '../../components/loading.tsx';
import { MailedPage } from '../../components/mailed-page.tsx';
import { NewPasswordField } from '../../components/new-password-field.tsx';
import { Page } from '../../components/page.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useMailedLink } from '../../use-mailed-link.ts';
import { AdminResetPasswordDocument, FindAdminPasswordPolicyDocument } from '../generated/operations.ts';

const LOG_IN = '/admin/log-in';

/** The page of an admin's reset link. */
export function AdminResetPassword() {
  const { mailed, done, send } = useMailedLink(AdminResetPasswordDocument, LOG_IN);
  const found = useAnswer(FindAdminPasswordPolicyDocument, {});
  if (done) return <Done />;
  if (!found) return <Loading />;
  if (found instanceof Unanswered) return <Failure sentence={found.message} portal={null} />;
  if (!found.adminPasswordPolicy) return <Failure sentence="Try again in a moment." portal={null} />;
  const policy = found.adminPasswordPolicy;
  return (
    <MailedPage
      portal={null}
      mailed={mailed}
      kind="ADMIN_RESET_PASSWORD"
      next={{ href: '/admin/forgot-password', label: 'Ask for a new one' }}
      used={{ title: 'Your password was already changed', next: { href: LOG_IN, label: 'Log in' } }}
    >
      {(link) => (
        <Page title="Choose a new admin password" portal={null}>
          <p>
            For <strong>{link.email}</strong>. It replaces the one you had, and logs you out everywhere as an admin.
          </p>
          <AskedFor link={link} />
          <Form submit="Save password" send={(typed) => send({ token: mailed.token, password: typed('password') })}>
            <NewPasswordField policy={policy} email={link.email} />
          </Form>
          <NotMe mailed={mailed} />
        </Page>
      )}
    </MailedPage>
  );
}

function Done() {
  return (
    <Page title="Your password was changed" portal={null}>
      <p>You can log in with it now.</p>
      <p>
        <a className="button" href={LOG_IN}>
          Log in
        </a>
      </p>
    </Page>
  );
}
