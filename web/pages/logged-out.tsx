import { Page } from '../components/page.tsx';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

type LoggedOutProps = { portal: PortalFragment; providerLogOutUrl: string | null };

export function LoggedOut({ portal, providerLogOutUrl }: LoggedOutProps) {
  return (
    <Page title="You are logged out" portal={portal}>
      {providerLogOutUrl && (
        <>
          <p>
            You are still logged in at the login service. The next person who uses this browser could log in from there without
            a password.
          </p>
          <p>
            <a className="button" href={providerLogOutUrl}>
              Log out there, too
            </a>
          </p>
        </>
      )}
      <p>
        <a href={pagePath(portal, 'log-in')}>Log in again</a>
      </p>
    </Page>
  );
}
