import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
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
import { useSentence } from '../../use-sentence.ts';

type Props = {
  portal: PortalFragment;
  hasPassword: boolean;
  /** Called after each change, which ends all other sessions. */
  onChanged: () => void;
};

export function AccountSecondFactors({ portal, hasPassword, onChanged }: Props) {
  const t = useTranslations('ownAccount');
  const sentenceOf = useSentence();
  const { slug, name, secondFactor } = portal;
  const isOff = secondFactor === 'OFF';
  const [answer, setAnswer] = useState<FindSecondFactorsQuery | Unanswered | null>(null);
  const load = useCallback(() => void ask(FindSecondFactorsDocument, { portal: slug }).then(setAnswer, setAnswer), [slug]);
  useEffect(load, [load]);
  if (answer instanceof Unanswered) return <p role="alert">{sentenceOf(answer)}</p>;
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
      {isOff && <p>{t('factorsOff', { portal: name })}</p>}
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
  const t = useTranslations('ownAccount');
  const [mailedTo, setMailedTo] = useState('');
  return (
    <Section
      title={t('secondFactor')}
      submit={t('emailLink')}
      done={t('factorSent', { email: mailedTo })}
      send={async (typed) => {
        const password = hasPassword ? typed('password') : null;
        const answer = await act(RequestSecondFactorDocument, { portal: portal.slug, password });
        if (answer.__typename !== 'RequestSecondFactorSuccess') return answer;
        setMailedTo(answer.email);
        return null;
      }}
    >
      <p>{t('whyFactor')}</p>
      <Proof portal={portal} hasPassword={hasPassword} />
    </Section>
  );
}
