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

const LOG_IN = '/admin/log-in';

/** The page of an invitation to be an admin. */
export function AdminAcceptInvitation() {
  const { mailed, done, send } = useMailedLink(AcceptAdminInvitationDocument, LOG_IN);
  const found = useAnswer(FindAdminPasswordPolicyDocument, {});
  const here = useAnswer(FindAdminDocument, {});
  const methods = useAnswer(FindAdminLogInMethodsDocument, {});
  if (done) return <Done secondFactorToken={done.secondFactorToken} />;
  if (!found || !here || !methods) return <Loading />;
  if (found instanceof Unanswered) return <Failure sentence={found.message} portal={null} />;
  if (methods instanceof Unanswered) return <Failure sentence={methods.message} portal={null} />;
  if (!found.adminPasswordPolicy || !methods.adminLogInMethods)
    return <Failure sentence="Try again in a moment." portal={null} />;
  const { password: hasPasswords, ssoConnections } = methods.adminLogInMethods;
  const policy = found.adminPasswordPolicy;
  const loggedIn = here instanceof Unanswered ? null : here.admin?.email;
  return (
    <MailedPage
      portal={null}
      mailed={mailed}
      kind="ADMIN_INVITATION"
      used={{ title: 'You accepted this invitation already', next: { href: LOG_IN, label: 'Log in' } }}
    >
      {(link) => {
        const isAdmin = link.invitation?.admin ?? false;
        return (
          <Page title="You are invited to be an admin" portal={null}>
            <p>
              {link.invitation?.inviterEmail} invited <strong>{link.email}</strong> to be {rolesOf(link)}.
            </p>
            {isAdmin && loggedIn !== link.email ? (
              <p>
                You are an admin already. <a href={logInAndReturn()}>Log in as {link.email}</a> to accept.
              </p>
            ) : (
              (isAdmin || hasPasswords) && (
                <Form
                  submit="Accept"
                  send={(typed) => send({ token: mailed.token, ...(!isAdmin && { password: typed('password') }) })}
                >
                  {!isAdmin && <NewPasswordField policy={policy} email={link.email} />}
                </Form>
              )
            )}
            {!isAdmin && ssoConnections.length > 0 && (
              <>
                <p>
                  {hasPasswords ? 'Or accept without a password' : 'To accept, log in'} with the account that has the address{' '}
                  {link.email}:
                </p>
                <SsoChoices choices={toAccept(ssoConnections, mailed.token)} returnTo={null} />
              </>
            )}
          </Page>
        );
      }}
    </MailedPage>
  );
}

const rolesOf = ({ invitation }: LinkFragment): string =>
  (invitation?.roles ?? []).map(({ role, portal }) => `${role} of ${portal?.name ?? 'all portals'}`).join(', ');

/** The log-in accepts the invitation. */
const toAccept = (choices: { label: string; startUrl: string }[], token: string) =>
  choices.map(({ label, startUrl }) => ({ label, startUrl: `${startUrl}?${new URLSearchParams({ invitation: token })}` }));

const logInAndReturn = (): string => `${LOG_IN}?returnTo=${encodeURIComponent(location.pathname + location.search)}`;

/** The email address and the password are proved just now, so that no other link is needed. */
function Done({ secondFactorToken }: { secondFactorToken: string | null }) {
  return (
    <Page title="You are an admin now" portal={null}>
      {secondFactorToken ? (
        <>
          <p>Set up a second factor, so that nobody can log in with your password alone.</p>
          <p>
            <a className="button" href={`/admin/second-factor?token=${secondFactorToken}`}>
              Set up a second factor
            </a>{' '}
            <a className="second button" href={LOG_IN}>
              Log in
            </a>
          </p>
        </>
      ) : (
        <>
          <p>Log in to begin.</p>
          <p>
            <a className="button" href={LOG_IN}>
              Log in
            </a>
          </p>
        </>
      )}
    </Page>
  );
}
