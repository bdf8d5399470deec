import { useFormatter, useTranslations } from 'use-intl';
import { Unanswered } from '../../api.ts';
import { Failure } from '../../components/failure.tsx';
import { Form } from '../../components/form.tsx';
import { Loading } from '../../components/loading.tsx';
import { MailedPage } from '../../components/mailed-page.tsx';
import { NewPasswordField } from '../../components/new-password-field.tsx';
import { Page } from '../../components/page.tsx';
import { SsoChoices } from '../../components/sso-choices.tsx';
import type { LinkFragment } from '../../generated/operations.ts';
import { useAnswer } from '../../use-answer.ts';
import { useMailedLink } from '../../use-mailed-link.ts';
import {
  AcceptAdminInvitationDocument,
  FindAdminDocument,
  FindAdminLogInMethodsDocument,
  FindAdminPasswordPolicyDocument,
} from '../generated/operations.ts';
import { inText } from '../ui/in-text.tsx';

const LOG_IN = '/admin/log-in';

/** The page of an invitation to be an admin. */
export function AdminAcceptInvitation() {
  const t = useTranslations('entrance');
  const rolesOf = useRolesInWords();
  const { mailed, done, send } = useMailedLink(AcceptAdminInvitationDocument, LOG_IN);
  const found = useAnswer(FindAdminPasswordPolicyDocument, {});
  const here = useAnswer(FindAdminDocument, {});
  const methods = useAnswer(FindAdminLogInMethodsDocument, {});
  if (done) return <Done secondFactorToken={done.secondFactorToken} />;
  if (!found || !here || !methods) return <Loading />;
  if (found instanceof Unanswered) return <Failure because={found} portal={null} />;
  if (methods instanceof Unanswered) return <Failure because={methods} portal={null} />;
  if (!found.adminPasswordPolicy || !methods.adminLogInMethods) return <Failure because={t('tryAgain')} portal={null} />;
  const { password: hasPasswords, ssoConnections } = methods.adminLogInMethods;
  const policy = found.adminPasswordPolicy;
  const loggedIn = here instanceof Unanswered ? null : here.admin?.email;
  return (
    <MailedPage
      portal={null}
      mailed={mailed}
      kind="ADMIN_INVITATION"
      used={{ title: t('invitationUsed'), next: { href: LOG_IN, label: t('logIn') } }}
    >
      {(link) => {
        const isAdmin = link.invitation?.admin ?? false;
        return (
          <Page title={t('invitedTitle')} portal={null}>
            <p>
              {t.rich('invited', {
                ...inText,
                inviter: link.invitation?.inviterEmail ?? '',
                email: link.email ?? '',
                roles: rolesOf(link),
              })}
            </p>
            {isAdmin && loggedIn !== link.email ? (
              <p>
                {t.rich('adminAlready', { email: link.email ?? '', link: (text) => <a href={logInAndReturn()}>{text}</a> })}
              </p>
            ) : (
              (isAdmin || hasPasswords) && (
                <Form
                  submit={t('accept')}
                  send={(typed) => send({ token: mailed.token, ...(!isAdmin && { password: typed('password') }) })}
                >
                  {!isAdmin && <NewPasswordField policy={policy} email={link.email} />}
                </Form>
              )
            )}
            {!isAdmin && ssoConnections.length > 0 && (
              <>
                <p>{t(hasPasswords ? 'orWithAccount' : 'withAccount', { email: link.email ?? '' })}</p>
                <SsoChoices choices={toAccept(ssoConnections, mailed.token)} returnTo={null} />
              </>
            )}
          </Page>
        );
      }}
    </MailedPage>
  );
}

function useRolesInWords() {
  const t = useTranslations('entrance');
  const format = useFormatter();
  return ({ invitation }: LinkFragment): string =>
    format.list(
      (invitation?.roles ?? []).map(({ role, portal }) => t('role', { role, portal: portal?.name ?? t('allPortals') })),
    );
}

/** The log-in accepts the invitation. */
const toAccept = (choices: { label: string; startUrl: string }[], token: string) =>
  choices.map(({ label, startUrl }) => ({ label, startUrl: `${startUrl}?${new URLSearchParams({ invitation: token })}` }));

const logInAndReturn = (): string => `${LOG_IN}?returnTo=${encodeURIComponent(location.pathname + location.search)}`;

/** The email address and the password are proved just now, so that no other link is needed. */
function Done({ secondFactorToken }: { secondFactorToken: string | null }) {
  const t = useTranslations('entrance');
  return (
    <Page title={t('adminNow')} portal={null}>
      {secondFactorToken ? (
        <>
          <p>{t('setUpAdvice')}</p>
          <p>
            <a className="button" href={`/admin/second-factor?token=${secondFactorToken}`}>
              {t('setUpTitle')}
            </a>{' '}
            <a className="second button" href={LOG_IN}>
              {t('logIn')}
            </a>
          </p>
        </>
      ) : (
        <>
          <p>{t('begin')}</p>
          <p>
            <a className="button" href={LOG_IN}>
              {t('logIn')}
            </a>
          </p>
        </>
      )}
    </Page>
  );
}
