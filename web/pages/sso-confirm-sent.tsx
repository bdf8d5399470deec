import { Page } from '../components/page.tsx';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

/** Says the same for every address: only who reads the mail learns whether it was known. */
export function SsoConfirmSent({ portal }: { portal: PortalFragment }) {
  return (
    <Page title="Check your mail" portal={portal}>
      <p>You are not logged in yet: first confirm that your mail address is yours.</p>
      <p>We have sent a mail to the address of the account that you chose. It says how to go on.</p>
      <p>
        Nothing there after a few minutes? Look among the unwanted mail, then{' '}
        <a href={pagePath(portal, 'log-in')}>log in again</a>.
      </p>
    </Page>
  );
}
