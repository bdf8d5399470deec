import { Contact } from '../components/contact.tsx';
import { Page } from '../components/page.tsx';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

export function ForgotPassword({ portal }: { portal: PortalFragment }) {
  return (
    <Page title="Forgot your password?" portal={portal}>
      <p>
        Passwords cannot be reset on this page yet: write to <Contact portal={portal} /> for help with yours.
      </p>
      <p>
        <a href={pagePath(portal, 'log-in')}>Back to log in</a>
      </p>
    </Page>
  );
}
