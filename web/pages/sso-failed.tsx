import { Unanswered } from '../api.ts';
import { Contact } from '../components/contact.tsx';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { SsoChoices } from '../components/sso-choices.tsx';
import { FindMeDocument, type FindMeQuery, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { returnTarget } from '../return-target.ts';
import { useAnswer } from '../use-answer.ts';

/** What happened, and whether trying again may help. */
type Reason = { title?: string; sentence: string; mayTryAgain: boolean };

const BAD_SETTINGS = 'It is not your doing. If it stays so, write to us, so that it is put right.';

const REASONS = new Map<string | null, Reason>([
  [
    'UNAVAILABLE',
    { sentence: 'The service that you log in at does not answer. Try again in a few minutes.', mayTryAgain: true },
  ],
  [
    'MISCONFIGURED',
    { sentence: `The service and this portal do not understand each other. ${BAD_SETTINGS}`, mayTryAgain: true },
  ],
  ['INVALID_ANSWER', { sentence: `The service said something that cannot be right. ${BAD_SETTINGS}`, mayTryAgain: true }],
  [
    'REFUSED',
    { sentence: 'The service let you go without logging you in. Perhaps you changed your mind there.', mayTryAgain: true },
  ],
  ['OFF', { sentence: 'This way to log in is switched off, or it is gone. Choose another one.', mayTryAgain: true }],
  [
    'EXPIRED',
    {
      sentence:
        'It took too long, was finished already, was begun in another browser, or you were logged out there meanwhile. Begin again here.',
      mayTryAgain: true,
    },
  ],
  [
    'NO_ADDRESS',
    {
      sentence: 'The service names no mail address of yours. Have one entered in your account there, then try again.',
      mayTryAgain: true,
    },
  ],
  [
    'NOT_REGISTERED',
    { sentence: 'Nobody is registered here with your address, and this way to log in registers nobody.', mayTryAgain: false },
  ],
  [
    'LINKED_ELSEWHERE',
    {
      title: 'Nothing was linked',
      sentence: 'That account is linked to another registration here. Log in with it, and unlink it there first.',
      mayTryAgain: false,
    },
  ],
  [
    'PENDING',
    {
      title: 'Waiting for approval',
      sentence: 'An admin decides about your registration. You will get a mail when it is decided.',
      mayTryAgain: false,
    },
  ],
  [
    'REJECTED',
    {
      title: 'Your registration was rejected',
      sentence: 'You cannot log in here. If you think that is wrong, write to us.',
      mayTryAgain: false,
    },
  ],
  [
    'REVOKED',
    {
      title: 'Your access was revoked',
      sentence: 'You cannot log in here. If you think that is wrong, write to us.',
      mayTryAgain: false,
    },
  ],
  [
    'TOO_MANY_ATTEMPTS',
    { sentence: 'Too many people try at once, or one tries too often. Try again in a minute.', mayTryAgain: true },
  ],
]);

const UNKNOWN: Reason = { sentence: 'Something went wrong on our side. Try again in a moment.', mayTryAgain: true };

const REFERENCE = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** A log-in that took too long or ended already, such as after a step back in the browser: what came after it counts. */
const STALE = 'EXPIRED';

/** Where a failed log-in with SSO ends. Of the URL it shows only a reference number, if that has the right form. */
export function SsoFailed({ portal }: { portal: PortalFragment }) {
  const query = new URLSearchParams(location.search);
  const answer = useAnswer(FindMeDocument, { portal: portal.slug });
  if (!answer) return <Loading />;
  const me = answer instanceof Unanswered ? null : answer.me;
  const reason = query.get('reason');
  const { title, sentence, mayTryAgain } = REASONS.get(reason) ?? UNKNOWN;
  if (me && reason === STALE) {
    return (
      <Page title="You are logged in" portal={portal}>
        <p>Only this step is over: it was finished already, or took too long.</p>
        <LeadOn portal={portal} me={me} />
      </Page>
    );
  }
  const reference = query.get('reference') ?? '';
  return (
    <Page title={title ?? (me ? 'That log-in did not succeed' : 'You are not logged in')} portal={portal}>
      <p>{sentence}</p>
      {me && <LeadOn portal={portal} me={me} />}
      {mayTryAgain && <SsoChoices choices={portal.ssoConnections} returnTo={returnTarget(portal.catalogUrl)} />}
      {!me && (
        <p>
          <a href={pagePath(portal, 'log-in')}>Back to log in</a>
        </p>
      )}
      <p>
        If it stays so, write to <Contact portal={portal} />
        {REFERENCE.test(reference) && (
          <>
            {' '}
            and name this number: <strong>{reference}</strong>
          </>
        )}
        .
      </p>
    </Page>
  );
}

/** For somebody whose session goes on, whatever became of this log-in. */
function LeadOn({ portal, me }: { portal: PortalFragment; me: NonNullable<FindMeQuery['me']> }) {
  return (
    <p>
      You are logged in as <strong>{me.fullName}</strong> ({me.email}). Go on to <a href={portal.catalogUrl}>the catalog</a> or{' '}
      <a href={pagePath(portal, 'account')}>your account</a>.
    </p>
  );
}
