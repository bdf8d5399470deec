import { useState } from 'react';
import { act, Unanswered } from '../api.ts';
import { Form } from '../components/form.tsx';
import { Loading } from '../components/loading.tsx';
import { NewPasswordField } from '../components/new-password-field.tsx';
import { Page } from '../components/page.tsx';
import { AdminResetPasswordDocument, FindAdminPasswordPolicyDocument } from '../generated/operations.ts';
import { useAnswer } from '../use-answer.ts';
import { Failure } from './failure.tsx';

const LOG_IN = '/admin/log-in';

/** Where the reset link of an admin leads. Opening it changes nothing; the password that is chosen here does. */
export function AdminResetPassword() {
  const [token] = useState(() => new URLSearchParams(location.search).get('token'));
  const [state, setState] = useState<'open' | 'dead' | 'done'>(token ? 'open' : 'dead');
  const found = useAnswer(FindAdminPasswordPolicyDocument, {});
  if (state === 'done') return <Done />;
  if (!token || state === 'dead') return <DeadLink />;
  if (!found) return <Loading />;
  if (found instanceof Unanswered) return <Failure sentence={found.message} portal={null} />;
  if (!found.adminPasswordPolicy) return <Failure sentence="Try again in a moment." portal={null} />;
  return (
    <Page title="Choose a new admin password" portal={null}>
      <p>It replaces the one you had, and logs you out everywhere as an admin.</p>
      <Form
        submit="Save password"
        send={async (typed) => {
          const answer = await act(AdminResetPasswordDocument, { token, password: typed('password') });
          if (answer.__typename === 'InvalidToken') setState('dead');
          else if (answer.__typename !== 'AdminResetPasswordSuccess') return answer;
          else {
            // The token has done its work. A reload from now on leads to where the admin would go next.
            history.replaceState(null, '', LOG_IN);
            setState('done');
          }
          return null;
        }}
      >
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

function DeadLink() {
  return (
    <Page title="This link does not work" portal={null}>
      <p>It is too old, was used already, or is not whole.</p>
      <p>
        <a className="button" href="/admin/forgot-password">
          Ask for a new one
        </a>
      </p>
    </Page>
  );
}
