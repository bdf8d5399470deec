import { Page } from '../../components/page.tsx';

const BAD_SETTINGS = 'Tell an OWNER of all portals.';

const REASONS = new Map<string | null, string>([
  ['UNAVAILABLE', 'The login service does not answer. Try again in a few minutes.'],
  ['MISCONFIGURED', `The login service and this installation are not set up correctly for each other. ${BAD_SETTINGS}`],
  ['INVALID_ANSWER', `The login service sent an answer that we cannot accept. ${BAD_SETTINGS}`],
  ['REFUSED', 'The login service did not log you in. You may have cancelled there.'],
  ['OFF', 'This way to log in is turned off. Choose another one.'],
  [
    'EXPIRED',
    'The log-in took too long, was already finished, was started in another browser, or you were logged out there. The invitation may have ended, too. Start again.',
  ],
  ['NO_ADDRESS', `The login service does not vouch for an email address of yours. ${BAD_SETTINGS}`],
  ['OTHER_ADDRESS', 'The invitation is for another email address. Log in with the account that has this address.'],
  ['TOO_MANY_ATTEMPTS', 'There are too many attempts at the moment. Try again in a minute.'],
]);

const UNKNOWN = 'Something went wrong on our side. Try again in a moment.';

const REFERENCE = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Shows nothing of the URL except a well-formed reference number. */
export function AdminSsoFailed() {
  const query = new URLSearchParams(location.search);
  const reference = query.get('reference') ?? '';
  return (
    <Page title="That log-in did not succeed" portal={null}>
      <p>{REASONS.get(query.get('reason')) ?? UNKNOWN}</p>
      {REFERENCE.test(reference) && (
        <p>
          The log has this under the number <strong>{reference}</strong>.
        </p>
      )}
      <p>
        <a href="/admin/log-in">Back to log in</a>
      </p>
    </Page>
  );
}
