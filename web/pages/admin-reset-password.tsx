import { Unanswered } from '../api.ts';
import { Form } from '../components/form.tsx';
import { Loading } from '../components/loading.tsx';
import { NewPasswordField } from '../components/new-password-field.tsx';
import { Page } from '../components/page.tsx';
import { AdminResetPasswordDocument, FindAdminPasswordPolicyDocument } from '../generated/operations.ts';
import { useAnswer } from '../use-answer.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { DeadLink } from './dead-link.tsx';
import { Failure } from './failure.tsx';

const LOG_IN = '/admin/log-in';

/** Where the reset link of an admin leads. */
export function AdminResetPassword() {
  const { token, done, send } = useMailedLink(AdminResetPasswordDocument, LOG_IN);
  const found = useAnswer(FindAdminPasswordPolicyDocument, {});
  if (done) return <Done />;
  if (!token) {
    return (
      <DeadLink portal={null} next={{ href: '/admin/forgot-password', label: 'Ask for a new one' }}>
        It is too old, was used already, or is not whole.
      </DeadLink>
    );
  }
  if (!found) return <Loading />;
  if (found instanceof Unanswered) return <Failure sentence={found.message} portal={null} />;
  if (!found.adminPasswordPolicy) return <Failure sentence="Try again in a moment." portal={null} />;
  return (
    <Page title="Choose a new admin password" portal={null}>
      <p>It replaces the one you had, and logs you out everywhere as an admin.</p>
      <Form submit="Save password" send={(typed) => send({ token, password: typed('password') })}>
        <NewPasswordField policy={found.adminPasswordPolicy} email={null} />
      </Form>
    </Page>
  );
}

function Done() {
  return (
    <Page title="Your password is changed" portal={null}>
      <p>You can log in with it now.</p>
      <p>
        <a className="button" href={LOG_IN}>
          Log in
        </a>
      </p>
    </Page>
  );
}
