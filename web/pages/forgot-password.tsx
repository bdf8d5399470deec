import { useState } from 'react';
import { act } from '../api.ts';
import { carriedEmail } from '../carried-email.ts';
import { Field } from '../components/field.tsx';
import { Form } from '../components/form.tsx';
import { Page } from '../components/page.tsx';
import { SsoOnly } from '../components/sso-only.tsx';
import { type PortalFragment, RequestPasswordResetDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { ResetSent } from './reset-sent.tsx';

/** Says the same for every email address, so that it does not show who is registered. */
export function ForgotPassword({ portal }: { portal: PortalFragment }) {
  const [asked, setAsked] = useState<string | null>(null);
  if (!portal.passwordLogin) return <SsoOnly portal={portal} title="Forgot your password?" />;
  if (asked) return <ResetSent portal={portal} email={asked} />;
  return (
    <Page title="Forgot your password?" portal={portal}>
      <p>
        Enter the email address that you signed up with, even if you never chose a password. We will email you what to do next.
      </p>
      <Form
        submit="Send me an email"
        send={async (typed) => {
          const answer = await act(RequestPasswordResetDocument, { portal: portal.slug, email: typed('email') });
          if (answer.__typename !== 'RequestPasswordResetSuccess') return answer;
          setAsked(answer.email);
          return null;
        }}
      >
        <Field name="email" label="Email address" type="email" autoComplete="username" defaultValue={carriedEmail()} />
      </Form>
      <p>
        <a href={pagePath(portal, 'log-in')}>Back to log in</a>
      </p>
    </Page>
  );
}
