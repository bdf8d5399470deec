import { type ReactNode, useEffect, useState } from 'react';
import { Contact } from '../components/contact.tsx';
import { LogInButton } from '../components/log-in-button.tsx';
import { Page } from '../components/page.tsx';
import { UsualWait } from '../components/usual-wait.tsx';
import type { DeveloperStatus, PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { watchRegistration } from '../watch-registration.ts';

type RegistrationStatusProps = {
  portal: PortalFragment;
  status: DeveloperStatus;
  returnTo: string | null;
  /** Undefined if the page does not know it. */
  email?: string;
  /** With it, the page changes by itself when the registration is decided. */
  watchToken?: string;
};

const TITLES: Record<DeveloperStatus, string> = {
  APPROVED: 'You can log in now',
  PENDING: 'Waiting for approval',
  REJECTED: 'Your registration was rejected',
  REVOKED: 'Your access was revoked',
};

/** Shown to the owner of the registration. */
export function RegistrationStatus({ portal, status: known, returnTo, email = '', watchToken }: RegistrationStatusProps) {
  const [status, setStatus] = useState(known);
  useEffect(
    () => (watchToken && known === 'PENDING' ? watchRegistration(watchToken, setStatus) : undefined),
    [watchToken, known],
  );
  // A reload must show the status again, because the link is used up.
  useEffect(() => {
    if (status === 'PENDING') history.replaceState(history.state, '', pagePath(portal, 'waiting'));
  }, [portal, status]);
  const thinkItWrong = (
    <p>
      If you think that is wrong, write to <Contact portal={portal} />.
    </p>
  );
  const texts: Record<DeveloperStatus, ReactNode> = {
    APPROVED: (
      <>
        <p>Your registration at {portal.name} is approved.</p>
        <LogInButton portal={portal} email={email} returnTo={returnTo} />
      </>
    ),
    PENDING: (
      <>
        <p>{portal.name} is reviewing your registration. We will email you once it is decided.</p>
        <UsualWait portal={portal} />
        <p>{watchToken ? 'This page changes by itself. You can also close it.' : 'You can close this page.'}</p>
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

/** Says the same to everybody, because the page does not know the reader. */
export const Waiting = ({ portal }: { portal: PortalFragment }) => (
  <RegistrationStatus portal={portal} status="PENDING" returnTo={null} />
);
