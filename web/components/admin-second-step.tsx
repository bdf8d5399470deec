import { useEffect, useRef } from 'react';
import { act } from '../api.ts';
import { AdminConfirmSecondFactorDocument, type SecondFactorKind } from '../generated/operations.ts';
import { Form } from './form.tsx';
import { proofOf, SecondFactorField } from './second-factor-field.tsx';

export type Step = { challenge: string; methods: SecondFactorKind[] };

type AdminSecondStepProps = {
  step: Step;
  /** Called after a success. */
  goOn: () => void;
};

/** The second step of a log-in. Its heading takes the focus. */
export function AdminSecondStep({ step: { challenge, methods }, goOn }: AdminSecondStepProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        Your second factor
      </h2>
      <Form
        submit="Confirm"
        send={async (typed) => {
          const answer = await act(AdminConfirmSecondFactorDocument, { challenge, session: 'COOKIE', ...proofOf(typed) });
          if (answer.__typename !== 'AdminConfirmSecondFactorSuccess') return answer;
          goOn();
          return null;
        }}
      >
        <SecondFactorField methods={methods} />
      </Form>
      <p>
        <a href={location.href}>Log in again</a>
      </p>
      <p>Have you lost the second factor and the recovery codes? Ask an OWNER of all portals to reset it.</p>
    </>
  );
}
