import { Page } from '../components/page.tsx';
import { SsoChoices } from '../components/sso-choices.tsx';
import { SsoOnly } from '../components/sso-only.tsx';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

export function Landing({ portal }: { portal: PortalFragment }) {
  if (!portal.passwordLogin) return <SsoOnly portal={portal} title="Welcome" />;
  return (
    <Page title="Welcome" portal={portal}>
      {portal.registrationOpen ? (
        <>
          <p>Sign up to ask for access to the APIs of {portal.name}.</p>
          <p>
            <a className="button" href={pagePath(portal, 'sign-up')}>
              Sign up
            </a>
          </p>
        </>
      ) : (
        <p>{portal.name} takes no registrations at the moment.</p>
      )}
      <SsoChoices choices={portal.ssoConnections} returnTo={null} />
      <p>
        You have an account already? <a href={pagePath(portal, 'log-in')}>Log in</a>
      </p>
    </Page>
  );
}
