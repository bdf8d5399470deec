import { Page } from '../components/page.tsx';
import type { PortalFragment } from '../generated/operations.ts';

/** Instead of a form about passwords, where the portal has none. */
export function SsoOnly({ portal, title }: { portal: PortalFragment; title: string }) {
  return (
    <Page title={title} portal={portal}>
      <p>{portal.name} has no passwords. Log in with SSO, that is, with an account that you have elsewhere.</p>
      {portal.ssoConnections.map(({ id, label, startUrl }) => (
        <p key={id}>
          <a className="button" href={startUrl}>
            Log in with {label}
          </a>
        </p>
      ))}
    </Page>
  );
}
