import { type ReactNode, useEffect, useRef } from 'react';
import type { SecondFactorKind } from '../generated/operations.ts';
import { Form, type Refusal } from './form.tsx';
import { proofOf, SecondFactorField } from './second-factor-field.tsx';

type SecondStepProps = {
  methods: SecondFactorKind[];
  /** Returns null after a success. */
  confirm: (proof: ReturnType<typeof proofOf>) => Promise<Refusal | null>;
  /** For somebody who has lost everything. */
  help: ReactNode;
};

/** The second step of a log-in. Its heading takes the focus. */
export function SecondStep({ methods, confirm, help }: SecondStepProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        Your second factor
      </h2>
      <Form submit="Confirm" send={(typed) => confirm(proofOf(typed))}>
        <SecondFactorField methods={methods} />
      </Form>
      <p>
        <a href={location.href}>Log in again</a>
      </p>
      <p>Have you lost the second factor and the recovery codes? {help}</p>
    </>
  );
}
