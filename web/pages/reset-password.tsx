import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { reloadsAs } from '../carried-email.ts';
import { AskedFor, NotMe } from '../components/asked-for.tsx';
import { Form } from '../components/form.tsx';
import { LogInButton } from '../components/log-in-button.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { NewPasswordField } from '../components/new-password-field.tsx';
import { Page } from '../components/page.tsx';
import { strong } from '../components/rich.tsx';
import { SsoOnly } from '../components/sso-only.tsx';
import { UnlinkAccounts } from '../components/unlink-accounts.tsx';
import {
  type DeveloperStatus,
  type LinkedAccountFragment,
  type PortalFragment,
  ResetPasswordDocument,
} from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';

/** The page of the reset link. */
export function ResetPassword({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const { mailed, done, send } = useMailedLink(ResetPasswordDocument, null);
  if (!portal.passwordLogin) return <SsoOnly portal={portal} title={t('logIn.newPassword')} />;
  if (done) return <PasswordChanged portal={portal} {...done} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="RESET_PASSWORD"
      next={{ href: pagePath(portal, 'forgot-password'), label: t('logIn.askForNew') }}
      used={{ title: t('logIn.alreadyChanged'), next: { href: pagePath(portal, 'log-in'), label: t('parts.logIn') } }}
    >
      {(link) => (
        <Page title={t('logIn.newPassword')} portal={portal}>
          <p>{t.rich('logIn.replaces', { strong, email: link.email ?? '', portal: portal.name })}</p>
          <AskedFor link={link} />
          <Form submit={t('logIn.savePassword')} send={(typed) => send({ token: mailed.token, password: typed('password') })}>
            <NewPasswordField policy={portal.passwordPolicy} email={link.email} />
          </Form>
          <NotMe mailed={mailed} />
        </Page>
      )}
    </MailedPage>
  );
}

type PasswordChangedProps = {
  portal: PortalFragment;
  email: string;
  status: DeveloperStatus;
  ssoIdentities: LinkedAccountFragment[];
  unlinkToken: string | null;
};

function PasswordChanged({ portal, email, status, ssoIdentities, unlinkToken }: PasswordChangedProps) {
  const t = useTranslations('logIn');
  useEffect(() => reloadsAs(pagePath(portal, 'log-in'), email), [portal, email]);
  return (
    <Page title={t('changed')} portal={portal}>
      {status === 'APPROVED' ? (
        <>
          <p>{t('logInNow')}</p>
          <LogInButton portal={portal} email={email} />
        </>
      ) : (
        <p>{t('stillReviewing', { portal: portal.name })}</p>
      )}
      {unlinkToken && <UnlinkAccounts accounts={ssoIdentities} token={unlinkToken} />}
    </Page>
  );
}
