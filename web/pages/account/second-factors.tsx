import { useCallback, useEffect, useState } from 'react';
import { act, ask, Unanswered } from '../../api.ts';
import { askOwnPasskey } from '../../ask-own-passkey.ts';
import { type FactorActs, OwnFactors } from '../../components/own-factors.tsx';
import { Proof } from '../../components/proof.tsx';
import { Section } from '../../components/section.tsx';
import {
  AddPasskeyDocument,
  AddTotpDocument,
  FindSecondFactorsDocument,
  type FindSecondFactorsQuery,
  type PortalFragment,
  RemoveSecondFactorDocument,
  RenewRecoveryCodesDocument,
  RequestSecondFactorDocument,
  StartPasskeyDocument,
  StartTotpDocument,
} from '../../generated/operations.ts';

type Props = {
  portal: PortalFragment;
  hasPassword: boolean;
  /** Called after each change, which ends all other sessions. */
  onChanged: () => void;
};

export function AccountSecondFactors({ portal, hasPassword, onChanged }: Props) {
  const { slug, name, secondFactor } = portal;
  const isOff = secondFactor === 'OFF';
  const [answer, setAnswer] = useState<FindSecondFactorsQuery | Unanswered | null>(null);
  const load = useCallback(() => void ask(FindSecondFactorsDocument, { portal: slug }).then(setAnswer, setAnswer), [slug]);
  useEffect(load, [load]);
  if (answer instanceof Unanswered) return <p role="alert">{answer.message}</p>;
  if (!answer?.me) return null;
  const { secondFactors, recoveryCodesLeft, email } = answer.me;
  if (!secondFactors?.length) return isOff ? null : <FirstFactor portal={portal} hasPassword={hasPassword} />;
  const changed = () => {
    load();
    onChanged();
  };
  const own = { factors: secondFactors, recoveryCodesLeft, email };
  return (
    <OwnFactors {...own} acts={actsAt(slug)} canAdd={!isOff} onChanged={changed}>
      {isOff && <p>{name} does not ask for second factors at the moment.</p>}
    </OwnFactors>
  );
}

const actsAt = (portal: string): FactorActs => ({
  askPasskey: () => askOwnPasskey(portal),
  startTotp: (proof) => act(StartTotpDocument, { portal, proof }),
  addTotp: (input) => act(AddTotpDocument, { portal, ...input }),
  startPasskey: (proof) => act(StartPasskeyDocument, { portal, proof }),
  addPasskey: (input) => act(AddPasskeyDocument, { portal, ...input }),
  remove: async (id, proof) => {
    const answer = await act(RemoveSecondFactorDocument, { portal, id, proof });
    return answer.__typename === 'RemoveSecondFactorSuccess' ? null : answer;
  },
  renewCodes: (proof) => act(RenewRecoveryCodesDocument, { portal, proof }),
});

function FirstFactor({ portal, hasPassword }: { portal: PortalFragment; hasPassword: boolean }) {
  const [mailedTo, setMailedTo] = useState('');
  return (
    <Section
      title="Second factor"
      submit="Email me a link"
      done={`We have sent an email to ${mailedTo}. Open its link within 30 minutes to set up your second factor.`}
      send={async (typed) => {
        const password = hasPassword ? typed('password') : null;
        const answer = await act(RequestSecondFactorDocument, { portal: portal.slug, password });
        if (answer.__typename !== 'RequestSecondFactorSuccess') return answer;
        setMailedTo(answer.email);
        return null;
      }}
    >
      <p>
        With a second factor, such as an authenticator app on your phone, nobody logs in with your password alone. We email you
        a link to set it up.
      </p>
      <Proof portal={portal} hasPassword={hasPassword} />
    </Section>
  );
}
