import { useTranslations } from 'use-intl';
import type { FindAccountQuery, PortalFragment } from '../../generated/operations.ts';
import { Row } from './row.tsx';
import { AccountSecondFactors } from './second-factors.tsx';
import { AccountSso } from './sso.tsx';

type Props = {
  portal: PortalFragment;
  me: NonNullable<FindAccountQuery['me']>;
  hasPassword: boolean;
  /** Called after each change of a second factor, which ends all other sessions. */
  onChanged: () => void;
};

/** What a person logs in with besides the password. Nothing at a portal that has neither SSO nor second factors. */
export function AccountWays({ portal, me, hasPassword, onChanged }: Props) {
  const t = useTranslations('ownAccount');
  const { ssoConnections, secondFactor } = portal;
  const hasFactors = secondFactor !== 'OFF' || me.hasSecondFactor;
  if (me.ssoIdentities.length + ssoConnections.length === 0 && !hasFactors) return null;
  return (
    <Row id="ways-to-log-in" title={t('ways')}>
      <AccountSecondFactors portal={portal} hasPassword={hasPassword} onChanged={onChanged} />
      <AccountSso portal={portal} identities={me.ssoIdentities} hasPassword={hasPassword} />
    </Row>
  );
}
