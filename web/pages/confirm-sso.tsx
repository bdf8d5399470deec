import { useTranslations } from 'use-intl';
import { AskedFor, NotMe } from '../components/asked-for.tsx';
import { Form } from '../components/form.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { strong } from '../components/rich.tsx';
import { SsoLink } from '../components/sso-choices.tsx';
import { ConfirmSsoDocument, type LinkFragment, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { RegistrationStatus } from './registration-status.tsx';

/** The page of the link that confirms a log-in with SSO. */
export function ConfirmSso({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const { mailed, done, send } = useMailedLink(ConfirmSsoDocument, pagePath(portal, 'log-in'));
  const logIn = { href: pagePath(portal, 'log-in'), label: t('parts.logInAgain') };
  if (done?.status === 'APPROVED') return <MayLogIn portal={portal} {...done} />;
  if (done) return <RegistrationStatus portal={portal} status={done.status} returnTo={null} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="CONFIRM_SSO"
      next={logIn}
      used={{ title: t('ssoLogIn.alreadyConfirmed'), next: logIn }}
    >
      {(link) => (
        <Page title={t(link.used ? 'ssoLogIn.alreadyConfirmed' : 'ssoLogIn.confirm')} portal={portal}>
          {link.ssoAccount && <SsoAccount portal={portal} account={link.ssoAccount} />}
          <AskedFor link={link} />
          <Form submit={t(link.used ? 'parts.continue' : 'ssoLogIn.mine')} send={() => send({ token: mailed.token })} />
          {!link.used && <NotMe mailed={mailed} />}
        </Page>
      )}
    </MailedPage>
  );
}

function SsoAccount({ portal, account }: { portal: PortalFragment; account: NonNullable<LinkFragment['ssoAccount']> }) {
  const t = useTranslations('ssoLogIn');
  return (
    <>
      <p>{t(account.linked ? 'logsInFromNow' : 'registeredWith', { portal: portal.name })}</p>
      <dl>
        <dt>{t('accountAt')}</dt>
        <dd>{account.label}</dd>
        <dt>{t('nameThere')}</dt>
        <dd>{account.fullName}</dd>
        <dt>{t('emailThere')}</dt>
        <dd>{account.email}</dd>
      </dl>
    </>
  );
}

function MayLogIn({ portal, email, startUrl }: { portal: PortalFragment; email: string; startUrl: string }) {
  const t = useTranslations('ssoLogIn');
  return (
    <Page title={t('confirmed')} portal={portal}>
      <p>{t.rich('mayLogIn', { strong, email, portal: portal.name })}</p>
      <p>
        <SsoLink className="button" startUrl={startUrl} returnTo={null}>
          {t('logInWithSso')}
        </SsoLink>
      </p>
    </Page>
  );
}
