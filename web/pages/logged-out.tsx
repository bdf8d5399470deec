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
            You are still logged in where you came from, and whoever uses this browser next could come in from there without
            being asked.
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
