import { act } from '../../api.ts';
import { SecondStep, type Step } from '../../components/second-step.tsx';
import { AdminConfirmSecondFactorDocument } from '../generated/operations.ts';

type AdminSecondStepProps = {
  step: Step;
  /** Called after a success. */
  goOn: () => void;
};

export function AdminSecondStep({ step, goOn }: AdminSecondStepProps) {
  return (
    <SecondStep
      step={step}
      help="Ask another OWNER of all portals to reset it, or the people who run the server: they have a command for it."
      confirm={async (proof) => {
        const answer = await act(AdminConfirmSecondFactorDocument, { session: 'COOKIE', ...proof });
        if (answer.__typename !== 'AdminConfirmSecondFactorSuccess') return answer;
        goOn();
        return null;
      }}
    />
  );
}
