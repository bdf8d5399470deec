import { useEffect } from 'react';
import { act } from '../api.ts';
import { carriedEmail, reloadsAs } from '../carried-email.ts';
import { Page } from '../components/page.tsx';
import { SendAgain } from '../components/send-again.tsx';
import { type PortalFragment, ResendVerificationDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

/**
 * Says the same for every email address, so that it does not show who is registered. After a reload, `email` comes from the
 * browser's history.
 */
export function CheckEmail({ portal, email = carriedEmail() }: { portal: PortalFragment; email?: string }) {
  useEffect(() => reloadsAs(pagePath(portal, 'check-email'), email), [portal, email]);
  return (
    <Page title="Check your email" portal={portal}>
      <p>
        We have sent an email to {email ? <strong>{email}</strong> : 'the address that you entered'}. It says what to do next.
      </p>
      <SendAgain
        email={email}
        send={async (to) => {
          const answer = await act(ResendVerificationDocument, { portal: portal.slug, email: to });
          return answer.__typename === 'ResendVerificationSuccess' ? null : answer;
        }}
      />
      <p>
        Wrong address? <a href={pagePath(portal, 'sign-up')}>Sign up again</a>
      </p>
    </Page>
  );
}
