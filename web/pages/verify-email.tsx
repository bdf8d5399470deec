import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { reloadsAs } from '../carried-email.ts';
import { AskedFor } from '../components/asked-for.tsx';
import { Form, type Refusal } from '../components/form.tsx';
import { LogInButton } from '../components/log-in-button.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { RegistrationForm, type RegistrationFormProps } from '../components/registration-form.tsx';
import { strong } from '../components/rich.tsx';
import { SsoOnly } from '../components/sso-only.tsx';
import { type LinkFragment, type PortalFragment, VerifyEmailDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { CreatePassword } from './create-password.tsx';

/** The page of the verification link. A reload comes back here while there is no password. */
export function VerifyEmail({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const { mailed, done: verified, send } = useMailedLink(VerifyEmailDocument, null);
  const logIn = { href: pagePath(portal, 'log-in'), label: t('parts.logIn') };
  if (verified?.passwordToken) return <CreatePassword portal={portal} {...verified} passwordToken={verified.passwordToken} />;
  if (verified && !portal.passwordLogin) return <SsoOnly portal={portal} title={t('signUp.verified')} />;
  if (verified) return <PasswordExists portal={portal} {...verified} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="VERIFY_EMAIL"
      next={{ href: pagePath(portal, 'sign-up'), label: t('signUp.signUpAgain') }}
      used={{ title: t('signUp.alreadyVerified'), next: logIn }}
    >
      {(link) =>
        link.form ? (
          <VerifyForm portal={portal} link={link} form={link.form} mailed={mailed} send={send} />
        ) : (
          <GoOn portal={portal} link={link} send={() => send({ token: mailed.token })} />
        )
      }
    </MailedPage>
  );
}

type VerifyFormProps = RegistrationFormProps & { link: LinkFragment };

/** Anybody may have filled in the form, so the owner of the email address can correct it. */
function VerifyForm({ portal, link, form, mailed, send }: VerifyFormProps) {
  const t = useTranslations('signUp');
  return (
    <Page title={t('verify')} portal={portal}>
      <p>{t.rich('entered', { strong, email: link.email ?? '', portal: portal.name })}</p>
      <AskedFor link={link} />
      <RegistrationForm portal={portal} form={form} mailed={mailed} send={send} submit={t('verifyMine')} />
    </Page>
  );
}

type GoOnProps = { portal: PortalFragment; link: LinkFragment; send: () => Promise<Refusal | null> };

/** For people who have used the link before. */
export function GoOn({ portal, link, send }: GoOnProps) {
  const t = useTranslations();
  return (
    <Page title={t('signUp.alreadyVerified')} portal={portal}>
      <p>{t.rich('signUp.youVerified', { strong, email: link.email ?? '' })}</p>
      <Form submit={t('parts.continue')} send={send} />
    </Page>
  );
}

export function PasswordExists({
  portal,
  email,
  returnTo,
}: {
  portal: PortalFragment;
  email: string;
  returnTo: string | null;
}) {
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
