import { useEffect } from 'react';
import { act } from '../api.ts';
import { carriedEmail, reloadsAs } from '../carried-email.ts';
import { Page } from '../components/page.tsx';
import { SendAgain } from '../components/send-again.tsx';
import { type PortalFragment, RequestPasswordResetDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

/** Says the same for every email address. After a reload, `email` comes from the browser's history. */
export function ResetSent({ portal, email = carriedEmail() }: { portal: PortalFragment; email?: string }) {
  useEffect(() => reloadsAs(pagePath(portal, 'reset-sent'), email), [portal, email]);
  return (
    <Page title="Check your email" portal={portal}>
      <p>
        If {email ? <strong>{email}</strong> : 'the address that you entered'} is registered at {portal.name}, an email that
        says what to do next is on its way.
      </p>
      <SendAgain
        email={email}
        send={async (to) => {
          const answer = await act(RequestPasswordResetDocument, { portal: portal.slug, email: to });
          return answer.__typename === 'RequestPasswordResetSuccess' ? null : answer;
        }}
      />
    </Page>
  );
}
