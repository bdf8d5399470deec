import { useTranslations } from 'use-intl';
import { AskedFor, NotMe } from '../components/asked-for.tsx';
import { Form } from '../components/form.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { strong } from '../components/rich.tsx';
import { ConfirmEmailChangeDocument, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';

/** The page of the link that confirms a new email address. */
export function ConfirmEmail({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const { mailed, done, send } = useMailedLink(ConfirmEmailChangeDocument, pagePath(portal, 'account'));
  const account = { href: pagePath(portal, 'account'), label: t('parts.yourAccount') };
  if (done) return <Changed portal={portal} email={done.email} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="CONFIRM_EMAIL_CHANGE"
      next={account}
      used={{ title: t('changes.alreadyConfirmed'), next: account }}
    >
      {(link) => (
        <Page title={t('changes.confirmEmail')} portal={portal}>
          <p>
            {t.rich('changes.toGet', {
              strong,
              old: link.account?.maskedEmail ?? '',
              new: link.email ?? '',
              portal: portal.name,
            })}
          </p>
          <AskedFor link={link} />
          <Form submit={t('changes.confirmMine')} send={() => send({ token: mailed.token })} />
          <NotMe mailed={mailed} />
        </Page>
      )}
    </MailedPage>
  );
}

function Changed({ portal, email }: { portal: PortalFragment; email: string }) {
  const t = useTranslations();
  return (
    <Page title={t('changes.changed')} portal={portal}>
      <p>{t.rich('changes.has', { strong, email, portal: portal.name })}</p>
      <p>
        <a className="button" href={pagePath(portal, 'account')}>
          {t('parts.yourAccount')}
        </a>
      </p>
    </Page>
  );
}
