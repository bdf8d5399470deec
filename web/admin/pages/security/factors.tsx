import { act } from '../../../api.ts';
import { type FactorActs, OwnFactors } from '../../../components/own-factors.tsx';
import { PasswordField } from '../../../components/password-field.tsx';
import { Section } from '../../../components/section.tsx';
import {
  AdminAddPasskeyDocument,
  AdminAddTotpDocument,
  AdminRemoveSecondFactorDocument,
  AdminRenewRecoveryCodesDocument,
  AdminRequestSecondFactorDocument,
  AdminStartPasskeyDocument,
  AdminStartTotpDocument,
} from '../../generated/operations.ts';
import { askAdminPasskey } from '../../log-in/ask-admin-passkey.ts';
import type { Me } from './security.tsx';

type AdminFactorsProps = { me: Me; onChanged: () => void };

export function AdminFactors({ me: { secondFactors, recoveryCodesLeft, email }, onChanged }: AdminFactorsProps) {
  if (!secondFactors?.length) return <FirstFactor />;
  const own = { factors: secondFactors, recoveryCodesLeft, email };
  return <OwnFactors {...own} acts={ACTS} canAdd onChanged={onChanged} />;
}

const ACTS: FactorActs = {
  askPasskey: askAdminPasskey,
  startTotp: (proof) => act(AdminStartTotpDocument, { proof }),
  addTotp: (input) => act(AdminAddTotpDocument, input),
  startPasskey: (proof) => act(AdminStartPasskeyDocument, { proof }),
  addPasskey: (input) => act(AdminAddPasskeyDocument, input),
  remove: async (id, proof) => {
    const answer = await act(AdminRemoveSecondFactorDocument, { id, proof });
    return answer.__typename === 'AdminRemoveSecondFactorSuccess' ? null : answer;
  },
  renewCodes: (proof) => act(AdminRenewRecoveryCodesDocument, { proof }),
};

function FirstFactor() {
  return (
    <Section
      title="Second factor"
      submit="Email me a link"
      done="An email with a link is on its way. It works for 30 minutes."
      send={async (typed) => {
        const answer = await act(AdminRequestSecondFactorDocument, { password: typed('password') });
        return answer.__typename === 'AdminRequestSecondFactorSuccess' ? null : answer;
      }}
    >
      <p>
        You log in with your password alone. Whoever learns it can log in too. A second factor, such as an authenticator app,
        prevents that. We email you a link to set it up.
      </p>
      <PasswordField name="password" label="Your password" autoComplete="current-password" />
    </Section>
  );
}
