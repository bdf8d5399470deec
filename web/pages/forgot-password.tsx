import { useState } from 'react';
import { act } from '../api.ts';
import { Contact } from '../components/contact.tsx';
import { Field } from '../components/field.tsx';
import { Form } from '../components/form.tsx';
import { Page } from '../components/page.tsx';
import { type PortalFragment, RequestPasswordResetDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { SsoOnly } from './sso-only.tsx';

/** Says the same for every address: only who reads the mail learns whether it was known. */
export function ForgotPassword({ portal }: { portal: PortalFragment }) {
  const [asked, setAsked] = useState<string | null>(null);
  if (!portal.passwordLogin) return <SsoOnly portal={portal} title="Forgot your password?" />;
  if (asked) {
    return (
      <Page title="Check your mail" portal={portal}>
        <p>
          If <strong>{asked}</strong> is registered at {portal.name}, a mail that says how to go on is on its way.
        </p>
        <p>
          Nothing there after a few minutes? Look among the unwanted mail, or write to <Contact portal={portal} />.
        </p>
      </Page>
    );
  }
  return (
    <Page title="Forgot your password?" portal={portal}>
      <p>Enter the address that you registered, also if you never chose a password. We mail you what to do next.</p>
      <Form
        submit="Send me a mail"
        send={async (typed) => {
          const answer = await act(RequestPasswordResetDocument, { portal: portal.slug, email: typed('email') });
          if (answer.__typename !== 'RequestPasswordResetSuccess') return answer;
          setAsked(answer.email);
          return null;
        }}
      >
        <Field name="email" label="Email address" type="email" autoComplete="username" />
      </Form>
      <p>
        <a href={pagePath(portal, 'log-in')}>Back to log in</a>
      </p>
    </Page>
  );
}
