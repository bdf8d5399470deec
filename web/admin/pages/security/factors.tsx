import { useTranslations } from 'use-intl';
import { type FactorActs, OwnFactors } from '../../../components/own-factors.tsx';
import { PasswordField } from '../../../components/password-field.tsx';
import { Section } from '../../../components/section.tsx';
import { useAct } from '../../data/use-act.ts';
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
  const acts = useFactorActs();
  if (!secondFactors?.length) return <FirstFactor />;
  const own = { factors: secondFactors, recoveryCodesLeft, email };
  return <OwnFactors {...own} acts={acts} canAdd onChanged={onChanged} />;
}

function useFactorActs(): FactorActs {
  const act = useAct();
  return {
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
}

function FirstFactor() {
  const t = useTranslations('security');
  const act = useAct();
  return (
    <Section
      title={t('factor')}
      submit={t('emailLink')}
      done={t('linkSent')}
      send={async (typed) => {
        const answer = await act(AdminRequestSecondFactorDocument, { password: typed('password') });
        return answer.__typename === 'AdminRequestSecondFactorSuccess' ? null : answer;
      }}
    >
      <p>{t('noFactor')}</p>
      <PasswordField name="password" label={t('yourPassword')} autoComplete="current-password" />
    </Section>
  );
}
