import { useEffect } from 'react';
import { act } from '../api.ts';
import { Loading } from '../components/loading.tsx';
import { LogInWithSsoDocument, type PortalFragment } from '../generated/operations.ts';
import { notePersonChange } from '../kept-pages.ts';
import { pagePath } from '../page-path.ts';
import { takeVerifier } from '../sso-code.ts';

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
