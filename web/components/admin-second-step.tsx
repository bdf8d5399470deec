import { act } from '../api.ts';
import { AdminConfirmSecondFactorDocument, type SecondFactorKind } from '../generated/operations.ts';
import { SecondStep } from './second-step.tsx';

export type Step = { challenge: string; methods: SecondFactorKind[] };

type AdminSecondStepProps = {
  step: Step;
  /** Called after a success. */
  goOn: () => void;
};

export function AdminSecondStep({ step: { challenge, methods }, goOn }: AdminSecondStepProps) {
  return (
    <SecondStep
      methods={methods}
      help="Ask an OWNER of all portals to reset it."
      confirm={async (proof) => {
        const answer = await act(AdminConfirmSecondFactorDocument, { challenge, session: 'COOKIE', ...proof });
        if (answer.__typename !== 'AdminConfirmSecondFactorSuccess') return answer;
        goOn();
        return null;
      }}
    />
  );
}
