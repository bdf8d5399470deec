import { type ComponentType, Suspense } from 'react';
import { Unanswered } from './api.ts';
import { useBrand } from './brand.ts';
import { Failure } from './components/failure.tsx';
import { ForStrangers } from './components/for-strangers.tsx';
import { Loading, PageToCome } from './components/loading.tsx';
import { SessionEnded } from './components/session-ended.tsx';
import { firstAnswer } from './first-answer.ts';
import { FindPortalDocument, type FindPortalQuery, type PortalFragment } from './generated/operations.ts';
import { type LazyPage, lazyPage } from './lazy-page.ts';
import { pageAt } from './own-host.ts';
import { CheckEmail } from './pages/check-email.tsx';
import { Landing } from './pages/landing.tsx';
import { LoggedOut } from './pages/logged-out.tsx';
import { NoSuchPage } from './pages/no-such-page.tsx';
import { Waiting } from './pages/registration-status.tsx';
import { SignUp } from './pages/sign-up.tsx';
import { type Person, PersonHere, usePersonHere } from './person-here.ts';
import { Texts } from './texts.tsx';
import { useAnswer } from './use-answer.ts';
import { useLanguageAt } from './use-language-at.ts';

type AtPortalProps = { portal: PortalFragment };
type PortalPage = (ComponentType<AtPortalProps> | LazyPage<AtPortalProps>) & { preload?: (() => void) | undefined };

/** What a person does not see on the way to a registration is loaded when it is asked for. The build reads the names. */
const PORTAL_PAGES = new Map<string | undefined, PortalPage>([
  ['', forStrangers(Landing)],
  ['sign-up', forStrangers(SignUp)],
  ['check-email', CheckEmail],
  ['verify-email', lazyPage(async () => (await import('./pages/verify-email.tsx')).VerifyEmail)],
  ['accept-invitation', lazyPage(async () => (await import('./pages/accept-invitation.tsx')).AcceptInvitation)],
  ['waiting', Waiting],
  ['log-in', forStrangers(lazyPage(async () => (await import('./pages/log-in.tsx')).LogIn))],
  ['status', lazyPage(async () => (await import('./pages/status.tsx')).Status)],
  ['forgot-password', lazyPage(async () => (await import('./pages/forgot-password.tsx')).ForgotPassword)],
  ['reset-sent', lazyPage(async () => (await import('./pages/reset-sent.tsx')).ResetSent)],
  ['registration-link', lazyPage(async () => (await import('./pages/registration-link.tsx')).RegistrationLink)],
  ['registration-link-sent', lazyPage(async () => (await import('./pages/registration-link.tsx')).RegistrationLinkSent)],
  ['open-registration', lazyPage(async () => (await import('./pages/open-registration.tsx')).OpenRegistration)],
  ['reset-password', lazyPage(async () => (await import('./pages/reset-password.tsx')).ResetPassword)],
  ['catalog', lazyPage(async () => (await import('./pages/catalog.tsx')).Catalog)],
  ['account', lazyPage(async () => (await import('./pages/account/account.tsx')).Account)],
  ['second-factor', lazyPage(async () => (await import('./pages/second-factor.tsx')).SecondFactor)],
  ['confirm-email', lazyPage(async () => (await import('./pages/confirm-email.tsx')).ConfirmEmail)],
  ['undo-email-change', lazyPage(async () => (await import('./pages/undo-email-change.tsx')).UndoEmailChange)],
  ['keep-account', lazyPage(async () => (await import('./pages/keep-account.tsx')).KeepAccount)],
  ['unlink-sso', lazyPage(async () => (await import('./pages/unlink-sso.tsx')).UnlinkSso)],
  ['confirm-sso', lazyPage(async () => (await import('./pages/confirm-sso.tsx')).ConfirmSso)],
  ['answer-question', lazyPage(async () => (await import('./pages/answer-question.tsx')).AnswerQuestion)],
  ['sso-confirm-sent', lazyPage(async () => (await import('./pages/sso-confirm-sent.tsx')).SsoConfirmSent)],
  ['sso-callback', lazyPage(async () => (await import('./pages/sso-failed.tsx')).SsoCallback)],
  ['sso-failed', lazyPage(async () => (await import('./pages/sso-failed.tsx')).SsoFailed)],
]);

export function App({ path }: { path: string }) {
  const at = pageAt(path);
  const page = PORTAL_PAGES.get(at?.name);
  if (at && page) {
    return (
      <PageToCome value={at.name}>
        <AtPortal slug={at.slug} page={page} />
      </PageToCome>
    );
  }
  return (
    <Texts>
      <NoSuchPage />
    </Texts>
  );
}

/** Asks for the portal and loads the texts at once. */
function AtPortal({ slug, page }: { slug: string; page: PortalPage }) {
  const answer = useAnswer(FindPortalDocument, { slug }, firstAnswer);
  page.preload?.();
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
  const wrapped: PortalPage = ({ portal }: AtPortalProps) => (
    <ForStrangers portal={portal}>
      <PageOfPortal portal={portal} />
    </ForStrangers>
  );
  return Object.assign(wrapped, { preload: PageOfPortal.preload });
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
            <Suspense fallback={<Loading />}>
              <PageOfPortal portal={portal} />
            </Suspense>
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
