import { useTranslations } from 'use-intl';
import { AskedFor } from '../components/asked-for.tsx';
import { Form } from '../components/form.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { strong } from '../components/rich.tsx';
import { KeepAccountByLinkDocument, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { useMoment } from '../use-moment.ts';

/** The page of the link in the mail about an account that is going to be deleted. */
export function KeepAccount({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const moment = useMoment('long');
  const logIn = { href: pagePath(portal, 'log-in'), label: t('parts.logIn') };
  const { mailed, done, send } = useMailedLink(KeepAccountByLinkDocument, logIn.href);
  if (done) return <Kept portal={portal} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="KEEP_ACCOUNT"
      next={logIn}
      used={{ title: t('changes.alreadyKept'), next: logIn }}
    >
      {(link) => (
        <Page title={t('changes.keepTitle')} portal={portal}>
          <p>
            {t.rich('changes.keepWhat', {
              strong,
              email: link.account?.maskedEmail ?? '',
              moment: link.expiresAt ? moment(link.expiresAt) : '',
              portal: portal.name,
            })}
          </p>
          <AskedFor link={link} />
          <Form submit={t('changes.keep')} send={() => send({ token: mailed.token })} />
        </Page>
      )}
    </MailedPage>
  );
}

function Kept({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  return (
    <Page title={t('changes.kept')} portal={portal}>
      <p>{t(portal.passwordLogin ? 'changes.keptWhat' : 'changes.keptWithoutPassword', { portal: portal.name })}</p>
      <p>
        <a className="button" href={pagePath(portal, 'log-in')}>
          {t('parts.logIn')}
        </a>
      </p>
      {portal.passwordLogin && (
        <p>
          <a href={pagePath(portal, 'forgot-password')}>{t('changes.choosePassword')}</a>
        </p>
      )}
    </Page>
  );
}
