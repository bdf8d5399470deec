import { useState } from 'react';
import { act } from '../../api.ts';
import { Field } from '../../components/field.tsx';
import { Form } from '../../components/form.tsx';
import { Page } from '../../components/page.tsx';
import { AdminRequestPasswordResetDocument } from '../generated/operations.ts';

/** Says the same for every email address, so that it does not show who is an admin. */
export function AdminForgotPassword() {
  const [asked, setAsked] = useState<string | null>(null);
  if (asked) {
    return (
      <Page title="Check your email" portal={null}>
        <p>
          If there is an admin with the address <strong>{asked}</strong>, an email with a link is on its way.
        </p>
        <p>Nothing there after a few minutes? Check your spam folder, or ask whoever runs this installation.</p>
      </Page>
    );
  }
  return (
    <Page title="Forgot your admin password?" portal={null}>
      <p>Enter your address. We will email you a link to choose another password.</p>
      <Form
        submit="Send me an email"
        send={async (typed) => {
          const answer = await act(AdminRequestPasswordResetDocument, { email: typed('email') });
          if (answer.__typename !== 'AdminRequestPasswordResetSuccess') return answer;
          setAsked(answer.email);
          return null;
        }}
      >
        <Field name="email" label="Email address" type="email" autoComplete="username" />
      </Form>
      <p>
        <a href="/admin/log-in">Back to log in</a>
      </p>
    </Page>
  );
}
