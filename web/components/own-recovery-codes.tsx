import { useState } from 'react';
import { Form } from './form.tsx';
import type { ChangeProps } from './own-factors.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { proofOf, SecondFactorField } from './second-factor-field.tsx';

type OwnRecoveryCodesProps = ChangeProps & { left: number; email: string };

/** How many recovery codes are left, and new ones. */
export function OwnRecoveryCodes({ left, email, methods, acts, onChanged }: OwnRecoveryCodesProps) {
  const [codes, setCodes] = useState<string[] | null>(null);
  return (
    <section>
      <h2>Recovery codes</h2>
      {codes ? (
        <RecoveryCodes codes={codes} email={email} />
      ) : (
        <>
          <p>You have {left} of 10 left. Each works once, in place of a second factor that you have lost.</p>
          <details>
            <summary>Get new recovery codes</summary>
            <p>The old ones do not work any more then.</p>
            <Form
              submit="Get new recovery codes"
              send={async (typed) => {
                const answer = await acts.renewCodes(await proofOf(typed, acts.askPasskey));
                if ('message' in answer) return answer;
                setCodes(answer.recoveryCodes);
                onChanged();
                return null;
              }}
            >
              <SecondFactorField methods={methods} />
            </Form>
          </details>
        </>
      )}
    </section>
  );
}
