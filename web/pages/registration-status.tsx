import type { ReactNode } from 'react';
import { Contact } from '../components/contact.tsx';
import { Page } from '../components/page.tsx';
import type { DeveloperStatus, PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

type RegistrationStatusProps = { portal: PortalFragment; status: DeveloperStatus; returnTo: string | null };

const TITLES: Record<DeveloperStatus, string> = {
  APPROVED: 'You can log in now',
  PENDING: 'Waiting for approval',
  REJECTED: 'Your registration was rejected',
  REVOKED: 'Your access was revoked',
};

/** Where a registration stands, told to the person whose it is. */
export function RegistrationStatus({ portal, status, returnTo }: RegistrationStatusProps) {
  const thinkItWrong = (
    <p>
      If you think that is wrong, write to <Contact portal={portal} />.
    </p>
  );
  const texts: Record<DeveloperStatus, ReactNode> = {
    APPROVED: (
      <>
        <p>Your registration at {portal.name} is approved.</p>
        <p>
          <a className="button" href={pagePath(portal, 'log-in', returnTo)}>
            Log in
          </a>
        </p>
      </>
    ),
    PENDING: (
      <>
        <p>An admin of {portal.name} decides about your registration. You will get a mail when it is decided.</p>
        <p>You can close this page.</p>
      </>
    ),
    REJECTED: thinkItWrong,
    REVOKED: thinkItWrong,
  };
  return (
    <Page title={TITLES[status]} portal={portal}>
      {texts[status]}
    </Page>
  );
}
