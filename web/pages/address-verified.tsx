import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { reloadsAs } from '../carried-email.ts';
import { LogInButton } from '../components/log-in-button.tsx';
import { Page } from '../components/page.tsx';
import { strong } from '../components/rich.tsx';
import { SsoOnly } from '../components/sso-only.tsx';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { CreatePassword } from './create-password.tsx';

export type Verified = { email: string; passwordToken: string | null; returnTo: string | null };

/** What follows on a link, an invitation or a code. */
export function AddressVerified({ portal, verified }: { portal: PortalFragment; verified: Verified }) {
  const t = useTranslations('signUp');
  const { email, passwordToken, returnTo } = verified;
  if (passwordToken) return <CreatePassword portal={portal} email={email} passwordToken={passwordToken} returnTo={returnTo} />;
  if (!portal.passwordLogin) return <SsoOnly portal={portal} title={t('verified')} />;
  return <PasswordExists portal={portal} email={email} returnTo={returnTo} />;
}

function PasswordExists({ portal, email, returnTo }: { portal: PortalFragment; email: string; returnTo: string | null }) {
  const t = useTranslations('signUp');
  const logIn = pagePath(portal, 'log-in', returnTo);
  // The token is used up, so a reload must lead to the next page.
  useEffect(() => reloadsAs(logIn, email), [email, logIn]);
  return (
    <Page title={t('verified')} portal={portal}>
      <p>{t.rich('haveSetPassword', { strong, email })}</p>
      <LogInButton portal={portal} email={email} returnTo={returnTo} />
    </Page>
  );
}
