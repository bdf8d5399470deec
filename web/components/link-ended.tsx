import type { PortalFragment } from '../generated/operations.ts';
import { Page } from './page.tsx';

/** For people who did not ask for the link and ended it. */
export function LinkEnded({ portal }: { portal: PortalFragment | null }) {
  return (
    <Page title="Thank you for telling us" portal={portal}>
      <p>The link does nothing any more, and nothing was changed. You can close this page and delete the email.</p>
    </Page>
  );
}
