import { useTranslations } from 'use-intl';
import { AskedFor, NotMe } from '../../components/asked-for.tsx';
import { Form } from '../../components/form.tsx';
import { MailedPage } from '../../components/mailed-page.tsx';
import { Page } from '../../components/page.tsx';
import { useMailedLink } from '../../use-mailed-link.ts';
import { AdminConfirmSsoDocument } from '../generated/operations.ts';
import { inText } from '../ui/in-text.tsx';

const LOG_IN = '/admin/log-in';

/** The page of the link that links an account at the provider of the company to an admin. */
export function AdminConfirmSso() {
  const t = useTranslations('entrance');
  const { mailed, done, send } = useMailedLink(AdminConfirmSsoDocument, LOG_IN);
  if (done) return <Done {...done} />;
  const next = { href: LOG_IN, label: t('logIn') };
  return (
    <MailedPage portal={null} mailed={mailed} kind="ADMIN_LINK_SSO" next={next} used={{ title: t('linkUsed'), next }}>
      {(link) => (
        <Page title={t('linkTitle')} portal={null}>
          <p>{t.rich('linkAbout', { ...inText, email: link.email ?? '' })}</p>
          {link.ssoAccount && (
            <dl>
              <dt>{t('accountAt')}</dt>
              <dd>{t('account', { label: link.ssoAccount.label, host: new URL(link.ssoAccount.issuer).host })}</dd>
              <dt>{t('idThere')}</dt>
              <dd>{link.ssoAccount.subject}</dd>
            </dl>
          )}
          <AskedFor link={link} />
          <Form submit={t('isMine')} send={() => send({ token: mailed.token })} />
          <NotMe mailed={mailed} />
        </Page>
      )}
    </MailedPage>
  );
}

function Done({ email, startUrl }: { email: string; startUrl: string }) {
  const t = useTranslations('entrance');
  return (
    <Page title={t('linkDoneTitle')} portal={null}>
      <p>{t.rich('linkDone', { ...inText, email })}</p>
      <p>
        <a className="button" href={startUrl}>
          {t('logInWithSso')}
        </a>
      </p>
    </Page>
  );
}
