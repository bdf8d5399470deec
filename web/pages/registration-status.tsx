import { type ReactNode, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LogInButton } from '../components/log-in-button.tsx';
import { Page } from '../components/page.tsx';
import { contactOf } from '../components/rich.tsx';
import { ToRegistration } from '../components/to-registration.tsx';
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

/** Shown to the owner of the registration. */
export function RegistrationStatus({ portal, status: known, returnTo, email = '', watchToken }: RegistrationStatusProps) {
  const t = useTranslations('status');
  const [status, setStatus] = useState(known);
  useEffect(
    () => (watchToken && known === 'PENDING' ? watchRegistration(watchToken, setStatus) : undefined),
    [watchToken, known],
  );
  // A reload must show the status again, because the link is used up.
  useEffect(() => {
    if (status === 'PENDING') history.replaceState(history.state, '', pagePath(portal, 'waiting'));
  }, [portal, status]);
  const thinkItWrong = <p>{t.rich('thinkItWrong', contactOf(portal))}</p>;
  const texts: Record<DeveloperStatus, ReactNode> = {
    APPROVED: (
      <>
        <p>{t('approved', { portal: portal.name })}</p>
        <LogInButton portal={portal} email={email} returnTo={returnTo} />
      </>
    ),
    PENDING: (
      <>
        <p>{t('reviewing', { portal: portal.name })}</p>
        <UsualWait portal={portal} />
        <p>{t(watchToken ? 'changesItself' : 'mayClose')}</p>
        <ToRegistration portal={portal} />
      </>
    ),
    REJECTED: thinkItWrong,
    REVOKED: thinkItWrong,
  };
  return (
    <Page title={t(`titles.${status}`)} portal={portal}>
      {texts[status]}
    </Page>
  );
}

/** Says the same to everybody, because the page does not know the reader. */
export const Waiting = ({ portal }: { portal: PortalFragment }) => (
  <RegistrationStatus portal={portal} status="PENDING" returnTo={null} />
);
