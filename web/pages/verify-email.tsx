import { useTranslations } from 'use-intl';
import { AskedFor } from '../components/asked-for.tsx';
import { Form, type Refusal } from '../components/form.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { RegistrationForm, type RegistrationFormProps } from '../components/registration-form.tsx';
import { strong } from '../components/rich.tsx';
import { type LinkFragment, type PortalFragment, VerifyEmailDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { AddressVerified } from './address-verified.tsx';

/** The page of the verification link. A reload comes back here while there is no password. */
export function VerifyEmail({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const { mailed, done: verified, send } = useMailedLink(VerifyEmailDocument, null);
  const logIn = { href: pagePath(portal, 'log-in'), label: t('parts.logIn') };
  if (verified) return <AddressVerified portal={portal} verified={verified} />;
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
