import { useTranslations } from 'use-intl';
import { AskedFor } from '../components/asked-for.tsx';
import { Form } from '../components/form.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { strong } from '../components/rich.tsx';
import { type PortalFragment, UndoEmailChangeDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { CreatePassword } from './create-password.tsx';

/** The page of the link in the mail to the old email address. */
export function UndoEmailChange({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const next = pagePath(portal, portal.passwordLogin ? 'forgot-password' : 'log-in');
  const { mailed, done, send } = useMailedLink(UndoEmailChangeDocument, next);
  if (done?.passwordToken) {
    return (
      <CreatePassword
        portal={portal}
        email={done.email}
        passwordToken={done.passwordToken}
        returnTo={null}
        title={t('changes.back')}
      >
        <p>{t.rich('changes.backAndPassword', { strong, email: done.email })}</p>
      </CreatePassword>
    );
  }
  if (done) return <Undone portal={portal} email={done.email} next={next} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="UNDO_EMAIL_CHANGE"
      used={{ title: t('changes.alreadyUndone'), next: { href: pagePath(portal, 'log-in'), label: t('parts.logIn') } }}
    >
      {(link) => (
        <Page title={t('changes.undoTitle')} portal={portal}>
          <p>
            {t.rich('changes.undoWhat', {
              strong,
              now: link.account?.maskedEmail ?? '',
              old: link.email ?? '',
              portal: portal.name,
            })}
          </p>
          <AskedFor link={link} />
          <Form submit={t('changes.undo')} send={() => send({ token: mailed.token })} />
        </Page>
      )}
    </MailedPage>
  );
}

/** For portals without passwords. */
function Undone({ portal, email, next }: { portal: PortalFragment; email: string; next: string }) {
  const t = useTranslations();
  return (
    <Page title={t('changes.back')} portal={portal}>
      <p>{t.rich('changes.backOnly', { strong, email })}</p>
      <p>
        <a className="button" href={next}>
          {t('parts.logIn')}
        </a>
      </p>
    </Page>
  );
}
