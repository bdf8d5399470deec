import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { SecondFactorKind } from '../generated/operations.ts';
import { Form, type Refusal } from './form.tsx';
import { type AskedPasskey, proofOf, SecondFactorField } from './second-factor-field.tsx';

export type Step = AskedPasskey & { methods: SecondFactorKind[] };

type SecondStepProps = {
  step: Step;
  /** Returns null after a success. */
  confirm: (proof: Awaited<ReturnType<typeof proofOf>> & { challenge: string }) => Promise<Refusal | null>;
  /** Back to the first step. */
  again: () => void;
  /** For somebody who has lost everything. */
  help: ReactNode;
};

/** The second step of a log-in. Its heading takes the focus. */
export function SecondStep({ step, confirm, again, help }: SecondStepProps) {
  const t = useTranslations();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        {t('proofs.yourSecondFactor')}
      </h2>
      <Form
        submit={t('proofs.confirm')}
        send={async (typed) => confirm({ challenge: step.challenge, ...(await proofOf(typed, async () => step)) })}
      >
        <SecondFactorField methods={step.methods} />
      </Form>
      <p>
        <button type="button" className="plain" onClick={again}>
          {t('parts.logInAgain')}
        </button>
      </p>
      <p>
        {t('proofs.lost')} {help}
      </p>
    </>
  );
}
