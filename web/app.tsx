import type { ComponentType } from 'react';
import { Unanswered } from './api.ts';
import { useBrand } from './brand.ts';
import { Failure } from './components/failure.tsx';
import { ForStrangers } from './components/for-strangers.tsx';
import { Loading } from './components/loading.tsx';
import { SessionEnded } from './components/session-ended.tsx';
import { FindPortalDocument, type FindPortalQuery, type PortalFragment } from './generated/operations.ts';
import { AcceptInvitation } from './pages/accept-invitation.tsx';
import { Account } from './pages/account/account.tsx';
import { AnswerQuestion } from './pages/answer-question.tsx';
import { Catalog } from './pages/catalog.tsx';
import { CheckEmail } from './pages/check-email.tsx';
import { ConfirmEmail } from './pages/confirm-email.tsx';
import { ConfirmSso } from './pages/confirm-sso.tsx';
import { ForgotPassword } from './pages/forgot-password.tsx';
import { Landing } from './pages/landing.tsx';
import { LogIn } from './pages/log-in.tsx';
import { LoggedOut } from './pages/logged-out.tsx';
import { NoSuchPage } from './pages/no-such-page.tsx';
import { Waiting } from './pages/registration-status.tsx';
import { ResetPassword } from './pages/reset-password.tsx';
import { ResetSent } from './pages/reset-sent.tsx';
import { SecondFactor } from './pages/second-factor.tsx';
import { SignUp } from './pages/sign-up.tsx';
import { SsoConfirmSent } from './pages/sso-confirm-sent.tsx';
import { SsoFailed } from './pages/sso-failed.tsx';
import { Status } from './pages/status.tsx';
import { UndoEmailChange } from './pages/undo-email-change.tsx';
import { UnlinkSso } from './pages/unlink-sso.tsx';
import { VerifyEmail } from './pages/verify-email.tsx';
import { type Person, PersonHere, usePersonHere } from './person-here.ts';
import { Texts } from './texts.tsx';
import { useAnswer } from './use-answer.ts';
import { useLanguageAt } from './use-language-at.ts';

type PortalPage = ComponentType<{ portal: PortalFragment }>;

const PORTAL_PAGES = new Map<string | undefined, PortalPage>([
  ['', forStrangers(Landing)],
  ['sign-up', forStrangers(SignUp)],
  ['check-email', CheckEmail],
  ['verify-email', VerifyEmail],
  ['accept-invitation', AcceptInvitation],
  ['waiting', Waiting],
  ['log-in', forStrangers(LogIn)],
  ['status', Status],
  ['forgot-password', ForgotPassword],
  ['reset-sent', ResetSent],
  ['reset-password', ResetPassword],
  ['catalog', Catalog],
  ['account', Account],
  ['second-factor', SecondFactor],
  ['confirm-email', ConfirmEmail],
  ['undo-email-change', UndoEmailChange],
  ['unlink-sso', UnlinkSso],
  ['confirm-sso', ConfirmSso],
  ['answer-question', AnswerQuestion],
  ['sso-confirm-sent', SsoConfirmSent],
  ['sso-failed', SsoFailed],
]);

export function App({ path }: { path: string }) {
  const [, slug, name = ''] = /^\/p\/([^/]+)(?:\/([^/]*))?\/?$/.exec(path) ?? [];
  const page = PORTAL_PAGES.get(name);
  if (slug && page) return <AtPortal slug={slug} page={page} />;
  return (
    <Texts>
      <NoSuchPage />
    </Texts>
  );
}

/** Asks for the portal and loads the texts at once. */
function AtPortal({ slug, page }: { slug: string; page: PortalPage }) {
  const answer = useAnswer(FindPortalDocument, { slug });
  const isTurned = useLanguageAt(answer instanceof Unanswered ? null : answer);
  return (
    <Texts>
      <Answered answer={answer instanceof Unanswered || isTurned ? answer : null} page={page} />
    </Texts>
  );
}

/** `answer` is null until it is there, and the page is in the language of its reader. */
function Answered({ answer, page: PageOfPortal }: { answer: FindPortalQuery | Unanswered | null; page: PortalPage }) {
  if (!answer) return <Loading />;
  if (answer instanceof Unanswered) return <Failure because={answer} portal={null} />;
  if (!answer.portal) return <NoSuchPage />;
  return <ForPerson portal={answer.portal} atFirst={answer.me} page={PageOfPortal} />;
}

/** People who are logged in are led to the next page. */
function forStrangers(PageOfPortal: PortalPage): PortalPage {
  return ({ portal }) => (
    <ForStrangers portal={portal}>
      <PageOfPortal portal={portal} />
    </ForStrangers>
  );
}

type ForPersonProps = { portal: PortalFragment; atFirst: Person | null; page: PortalPage };

/** Shown as long as the session that it was loaded with. */
function ForPerson({ portal, atFirst, page: PageOfPortal }: ForPersonProps) {
  const { here, isGone, loggedOut } = usePersonHere(portal.slug, atFirst);
  useBrand(portal.branding);
  return (
    <PersonHere value={here}>
      {loggedOut ? (
        <LoggedOut portal={portal} {...loggedOut} />
      ) : (
        <>
          <div hidden={isGone}>
            <PageOfPortal portal={portal} />
          </div>
          {isGone && (
            <PersonHere value={{ ...here, person: null }}>
              <SessionEnded portal={portal} />
            </PersonHere>
          )}
        </>
      )}
    </PersonHere>
  );
}
