import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { PasswordField } from './password-field.tsx';
import { toProve } from './sso-choices.tsx';

type ProofProps = { portal: PortalFragment; hasPassword: boolean };

/** The person proves who they are with the password or, without one, with a new log-in at the provider. */
export function Proof({ portal, hasPassword }: ProofProps) {
  if (hasPassword) return <PasswordField name="password" label="Your password" autoComplete="current-password" />;
  return (
    <p>
      First show that it is you: log in again, and come back within 10 minutes.{' '}
      {portal.ssoConnections.map(({ id, label, startUrl }) => (
        <span key={id}>
          <a href={toProve(startUrl, pagePath(portal, 'account'))}>Log in again with {label}</a>{' '}
        </span>
      ))}
    </p>
  );
}
