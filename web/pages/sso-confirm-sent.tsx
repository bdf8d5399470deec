import { Page } from '../components/page.tsx';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

/** Says the same for every email address, so that it does not show who is registered. */
export function SsoConfirmSent({ portal }: { portal: PortalFragment }) {
  return (
    <Page title="Check your email" portal={portal}>
      <p>You are not logged in yet: first confirm that this is your email address.</p>
      <p>We have sent an email to the address of the account that you chose. It says how to go on.</p>
      <p>
        Nothing there after a few minutes? Check your spam folder, then <a href={pagePath(portal, 'log-in')}>log in again</a>.
      </p>
    </Page>
  );
}
