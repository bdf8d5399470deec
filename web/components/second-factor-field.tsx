import { useState } from 'react';
import type { SecondFactorKind } from '../generated/operations.ts';
import { Field } from './field.tsx';
import type { Typed } from './form.tsx';

type SecondFactorFieldProps = { methods: SecondFactorKind[] };

/** Asks for a code of the app, or for a recovery code. */
export function SecondFactorField({ methods }: SecondFactorFieldProps) {
  const hasApp = methods.includes('TOTP');
  const hasBoth = hasApp && methods.includes('RECOVERY_CODE');
  const [isAppLost, setAppLost] = useState(!hasApp);
  return (
    <>
      {isAppLost ? (
        <Field
          key="recoveryCode"
          name="recoveryCode"
          label="Recovery code"
          hint="One of the ten codes that you stored when you set up the second factor. Each works once."
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      ) : (
        <Field
          key="code"
          name="code"
          label="Code"
          hint="The six digits that your authenticator app shows now."
          inputMode="numeric"
          autoComplete="one-time-code"
        />
      )}
      {hasBoth && (
        <p>
          <button type="button" className="plain" onClick={() => setAppLost(!isAppLost)}>
            {isAppLost ? 'Use a code of the app' : 'Use a recovery code'}
          </button>
        </p>
      )}
    </>
  );
}

/** What was typed into the field. */
export const proofOf = (typed: Typed): { code: string } | { recoveryCode: string } =>
  typed('recoveryCode') ? { recoveryCode: typed('recoveryCode') } : { code: typed('code') };
