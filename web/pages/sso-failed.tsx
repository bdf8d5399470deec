import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { act, Unanswered } from '../api.ts';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { contactOf, linkTo, strong } from '../components/rich.tsx';
import { SsoChoices } from '../components/sso-choices.tsx';
import { FindMeDocument, type FindMeQuery, LogInWithSsoDocument, type PortalFragment } from '../generated/operations.ts';
import { hideToken } from '../hidden-token.ts';
import { notePersonChange } from '../kept-pages.ts';
import { pagePath } from '../page-path.ts';
import { returnTarget } from '../return-target.ts';
import { takeVerifier } from '../sso-code.ts';
import { useAnswer } from '../use-answer.ts';
import { goToStatus, Status } from './status.tsx';

/** Each failure, and if another attempt may help. */
const MAY_TRY_AGAIN = {
  UNAVAILABLE: true,
  MISCONFIGURED: true,
  INVALID_ANSWER: true,
  REFUSED: true,
  OFF: true,
  EXPIRED: true,
  NO_ADDRESS: true,
  NOT_REGISTERED: false,
  LINKED_ELSEWHERE: false,
  PENDING: false,
  REJECTED: false,
  REVOKED: false,
  TOO_MANY_ATTEMPTS: true,
  UNKNOWN: true,
};

type Reason = keyof typeof MAY_TRY_AGAIN;

const isReason = (text: string | null): text is Reason => text !== null && Object.hasOwn(MAY_TRY_AGAIN, text);

/** These say more than that the person is not logged in. */
const WITH_TITLE = ['LINKED_ELSEWHERE', 'PENDING', 'REJECTED', 'REVOKED'] as const;

const REFERENCE = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The log-in took too long or had ended already, for example after Back in the browser. */
const STALE = 'EXPIRED';

/** Shows nothing of the URL except a well-formed reference number. */
export function SsoFailed({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const [statusToken] = useState(() => hideToken('token'));
  const [isAtStatus, setAtStatus] = useState(false);
  const query = new URLSearchParams(location.search);
  const answer = useAnswer(FindMeDocument, { portal: portal.slug });
  if (isAtStatus) return <Status portal={portal} />;
  if (!answer) return <Loading />;
  const me = answer instanceof Unanswered ? null : answer.me;
  const given = query.get('reason');
  const reason = isReason(given) ? given : 'UNKNOWN';
  const titled = WITH_TITLE.find((one) => one === reason);
  if (me && reason === STALE) {
    return (
      <Page title={t('parts.youAreLoggedIn')} portal={portal}>
        <p>{t('ssoLogIn.onlyStepOver')}</p>
        <LeadOn portal={portal} me={me} />
      </Page>
    );
  }
  const reference = query.get('reference') ?? '';
  return (
    <Page
      title={t(titled ? `ssoLogIn.titles.${titled}` : me ? 'ssoLogIn.notSucceeded' : 'ssoLogIn.notLoggedIn')}
      portal={portal}
    >
      <p>{t(`ssoLogIn.reasons.${reason}`)}</p>
      {statusToken && (
        <p>
          <button
            type="button"
            onClick={() => {
              goToStatus(portal, statusToken, returnTarget(portal.catalogUrl));
              setAtStatus(true);
            }}
          >
            {t('status.openIt')}
          </button>
        </p>
      )}
      {me && <LeadOn portal={portal} me={me} />}
      {MAY_TRY_AGAIN[reason] && <SsoChoices choices={portal.ssoConnections} returnTo={returnTarget(portal.catalogUrl)} />}
      {!me && (
        <p>
          <a href={pagePath(portal, 'log-in')}>{t('logIn.backToLogIn')}</a>
        </p>
      )}
      <p>
        {REFERENCE.test(reference)
          ? t.rich('ssoLogIn.againWithNumber', { ...contactOf(portal), strong, reference })
          : t.rich('ssoLogIn.again', contactOf(portal))}
      </p>
    </Page>
  );
}

/** For people who are still logged in. */
function LeadOn({ portal, me }: { portal: PortalFragment; me: NonNullable<FindMeQuery['me']> }) {
  const t = useTranslations('ssoLogIn');
  return (
    <p>
      {t.rich('leadOn', {
        strong,
        name: me.fullName,
        email: me.email,
        catalog: linkTo(portal.catalogUrl),
        account: linkTo(pagePath(portal, 'account')),
      })}
    </p>
  );
}

/** The page that a log-in with SSO comes back to at a host of the portal's own. */
export function SsoCallback({ portal }: { portal: PortalFragment }) {
  useEffect(() => {
    next ??= comeIn(portal);
    // Replaces this page in the history, so that nobody comes back to it.
    void next.then((url) => location.replace(url));
  }, [portal]);
  return <Loading />;
}

/** A code works once, and React may run an effect twice. */
let next: Promise<string> | undefined;

async function comeIn(portal: PortalFragment): Promise<string> {
  const code = new URLSearchParams(location.search).get('code') ?? '';
  history.replaceState(history.state, '', location.pathname);
  const verifier = takeVerifier();
  const failed = (reason: string, more = {}) => `${pagePath(portal, 'sso-failed')}?${new URLSearchParams({ reason, ...more })}`;
  // Somebody else made that link, or it was opened in another tab.
  if (!code || !verifier) return failed('EXPIRED');
  const answer = await act(LogInWithSsoDocument, { code, verifier, session: 'COOKIE' }).catch(() => null);
  switch (answer?.__typename) {
    case 'LogInWithSsoSuccess':
      notePersonChange();
      return answer.developer.deletionDueAt ? pagePath(portal, 'account') : (answer.returnTo ?? portal.catalogUrl);
    case 'NotApproved':
      return failed(answer.status, { token: answer.statusToken });
    case 'TooManyAttempts':
      return failed('TOO_MANY_ATTEMPTS');
    case 'InvalidToken':
      return failed('EXPIRED');
    default:
      return failed('UNKNOWN');
  }
}
