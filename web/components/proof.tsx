import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { PasswordField } from './password-field.tsx';
import { withReturnTo } from './sso-choices.tsx';

type ProofProps = { portal: PortalFragment; hasPassword: boolean };

/** What proves, once more, that somebody is who is logged in: the password, or a fresh log-in with SSO of who has none. */
export function Proof({ portal, hasPassword }: ProofProps) {
  if (hasPassword) return <PasswordField name="password" label="Your password" autoComplete="current-password" />;
  return (
    <p>
      For this you must have logged in with SSO within the last 10 minutes.{' '}
      {portal.ssoConnections.map(({ id, label, startUrl }) => (
        <span key={id}>
          <a href={withReturnTo(startUrl, pagePath(portal, 'account'))}>Log in again with {label}</a>{' '}
        </span>
      ))}
    </p>
  );
}
