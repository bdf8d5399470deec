import { useTranslations } from 'use-intl';
import { Unanswered } from '../../api.ts';
import { AskedFor, NotMe } from '../../components/asked-for.tsx';
import { Failure } from '../../components/failure.tsx';
import { Form } from '../../components/form.tsx';
import { Loading } from '../../components/loading.tsx';
import { MailedPage } from '../../components/mailed-page.tsx';
import { NewPasswordField } from '../../components/new-password-field.tsx';
import { Page } from '../../components/page.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useMailedLink } from '../../use-mailed-link.ts';
import { AdminResetPasswordDocument, FindAdminPasswordPolicyDocument } from '../generated/operations.ts';
import { inText } from '../ui/in-text.tsx';

const LOG_IN = '/admin/log-in';

/** The page of an admin's reset link. */
export function AdminResetPassword() {
  const t = useTranslations('entrance');
  const { mailed, done, send } = useMailedLink(AdminResetPasswordDocument, LOG_IN);
  const found = useAnswer(FindAdminPasswordPolicyDocument, {});
  if (done) return <Done />;
  if (!found) return <Loading />;
  if (found instanceof Unanswered) return <Failure because={found} portal={null} />;
  if (!found.adminPasswordPolicy) return <Failure because={t('tryAgain')} portal={null} />;
  const policy = found.adminPasswordPolicy;
  return (
    <MailedPage
      portal={null}
      mailed={mailed}
      kind="ADMIN_RESET_PASSWORD"
      next={{ href: '/admin/forgot-password', label: t('askNew') }}
      used={{ title: t('resetUsed'), next: { href: LOG_IN, label: t('logIn') } }}
    >
      {(link) => (
        <Page title={t('resetTitle')} portal={null}>
          <p>{t.rich('resetAbout', { ...inText, email: link.email ?? '' })}</p>
          <AskedFor link={link} />
          <Form submit={t('savePassword')} send={(typed) => send({ token: mailed.token, password: typed('password') })}>
            <NewPasswordField policy={policy} email={link.email} />
          </Form>
          <NotMe mailed={mailed} />
        </Page>
      )}
    </MailedPage>
  );
}

function Done() {
  const t = useTranslations('entrance');
  return (
    <Page title={t('resetDone')} portal={null}>
      <p>{t('resetNow')}</p>
      <p>
        <a className="button" href={LOG_IN}>
          {t('logIn')}
        </a>
      </p>
    </Page>
  );
}
