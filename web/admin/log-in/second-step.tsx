import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { SecondStep, type Step } from '../../components/second-step.tsx';
import { AdminConfirmSecondFactorDocument } from '../generated/operations.ts';

type AdminSecondStepProps = {
  step: Step;
  /** Called after a success. */
  goOn: () => void;
  /** Back to the first step. */
  again: () => void;
};

export function AdminSecondStep({ step, goOn, again }: AdminSecondStepProps) {
  const t = useTranslations('entrance');
  return (
    <SecondStep
      step={step}
      again={again}
      help={t('lostFactors')}
      confirm={async (proof) => {
        const answer = await act(AdminConfirmSecondFactorDocument, { session: 'COOKIE', ...proof });
        if (answer.__typename !== 'AdminConfirmSecondFactorSuccess') return answer;
        goOn();
        return null;
      }}
    />
  );
}
