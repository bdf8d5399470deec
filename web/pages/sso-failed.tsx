import { Unanswered } from '../api.ts';
import { Contact } from '../components/contact.tsx';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { SsoChoices } from '../components/sso-choices.tsx';
import { FindMeDocument, type FindMeQuery, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { returnTarget } from '../return-target.ts';
import { useAnswer } from '../use-answer.ts';

/** What happened, and if another attempt may help. */
type Reason = { title?: string; sentence: string; mayTryAgain: boolean };

const BAD_SETTINGS = 'This is not your fault. If it happens again, write to us, and we will fix it.';

const REASONS = new Map<string | null, Reason>([
  ['UNAVAILABLE', { sentence: 'The login service does not answer. Try again in a few minutes.', mayTryAgain: true }],
  [
    'MISCONFIGURED',
    {
      sentence: `The login service and this portal are not set up correctly for each other. ${BAD_SETTINGS}`,
      mayTryAgain: true,
    },
  ],
  [
    'INVALID_ANSWER',
    { sentence: `The login service sent an answer that we cannot accept. ${BAD_SETTINGS}`, mayTryAgain: true },
  ],
  ['REFUSED', { sentence: 'The login service did not log you in. You may have cancelled there.', mayTryAgain: true }],
  ['OFF', { sentence: 'This way to log in is turned off. Choose another one.', mayTryAgain: true }],
  [
    'EXPIRED',
    {
      sentence:
        'The log-in took too long, was already finished, was started in another browser, or you were logged out there. Start again here.',
      mayTryAgain: true,
    },
  ],
  [
    'NO_ADDRESS',
    {
      sentence: 'The login service did not tell us your email address. Add one to your account there, then try again.',
      mayTryAgain: true,
    },
  ],
  [
    'NOT_REGISTERED',
    {
      sentence: 'There is no account with your email address, and this way to log in does not create one.',
      mayTryAgain: false,
    },
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
      sentence: 'An admin is reviewing your registration. We will email you when it is decided.',
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
  ['TOO_MANY_ATTEMPTS', { sentence: 'There are too many attempts at the moment. Try again in a minute.', mayTryAgain: true }],
]);

const UNKNOWN: Reason = { sentence: 'Something went wrong on our side. Try again in a moment.', mayTryAgain: true };

const REFERENCE = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The log-in took too long or had ended already, for example after Back in the browser. */
const STALE = 'EXPIRED';

/** Shows nothing of the URL except a well-formed reference number. */
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
        If it happens again, write to <Contact portal={portal} />
        {REFERENCE.test(reference) && (
          <>
            {' '}
            and give this number: <strong>{reference}</strong>
          </>
        )}
        .
      </p>
    </Page>
  );
}

/** For people who are still logged in. */
function LeadOn({ portal, me }: { portal: PortalFragment; me: NonNullable<FindMeQuery['me']> }) {
  return (
    <p>
      You are logged in as <strong>{me.fullName}</strong> ({me.email}). Go on to <a href={portal.catalogUrl}>the catalog</a> or{' '}
      <a href={pagePath(portal, 'account')}>your account</a>.
    </p>
  );
}
