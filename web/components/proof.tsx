import { createContext, use } from 'react';
import { useTranslations } from 'use-intl';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { PasswordField } from './password-field.tsx';
import { SsoLink } from './sso-choices.tsx';

/** The place of the account page, such as `#password`, that the person comes back to from the provider. */
export const PlaceToProve = createContext('');

type ProofProps = { portal: PortalFragment; hasPassword: boolean };

/** The person proves who they are with the password or, without one, with a new log-in at the provider. */
export function Proof({ portal, hasPassword }: ProofProps) {
  const t = useTranslations();
  const place = use(PlaceToProve);
  if (hasPassword) return <PasswordField name="password" label={t('parts.yourPassword')} autoComplete="current-password" />;
  return (
    <p>
      {t('proofs.proveAgain')}{' '}
      {portal.ssoConnections.map(({ id, label, startUrl }) => (
        <span key={id}>
          <SsoLink proves startUrl={startUrl} returnTo={pagePath(portal, 'account') + place}>
            {t('proofs.logInAgainWith', { label })}
          </SsoLink>{' '}
        </span>
      ))}
    </p>
  );
}
