import { useState } from 'react';
import { Unanswered } from '../api.ts';
import type { SecondFactorKind } from '../generated/operations.ts';
import { askForPasskey, canUsePasskeys } from '../passkeys.ts';
import { Field } from './field.tsx';
import type { Typed } from './form.tsx';

type SecondFactorFieldProps = { methods: SecondFactorKind[] };

const USE: Record<SecondFactorKind, string> = {
  PASSKEY: 'Use a passkey',
  TOTP: 'Use a code of the app',
  RECOVERY_CODE: 'Use a recovery code',
};

/** The easiest first. */
const KINDS: SecondFactorKind[] = ['PASSKEY', 'TOTP', 'RECOVERY_CODE'];

/** Asks for a passkey, for a code of the app, or for a recovery code. */
export function SecondFactorField({ methods }: SecondFactorFieldProps) {
  const usable = KINDS.filter((kind) => methods.includes(kind) && (kind !== 'PASSKEY' || canUsePasskeys()));
  const [chosen, choose] = useState(usable[0] ?? 'RECOVERY_CODE');
  return (
    <>
      {chosen === 'PASSKEY' && (
        <>
          <p>Your browser will ask you for the passkey.</p>
          <input type="hidden" name="passkey" value="asked for" />
        </>
      )}
      {chosen === 'TOTP' && (
        <Field
          key="code"
          name="code"
          label="Code"
          hint="The six digits that your authenticator app shows now."
          inputMode="numeric"
          autoComplete="one-time-code"
        />
      )}
      {chosen === 'RECOVERY_CODE' && (
        <Field
          key="recoveryCode"
          name="recoveryCode"
          label="Recovery code"
          hint="One of the ten codes that you stored when you set up the second factor. Each works once."
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      )}
      {usable
        .filter((kind) => kind !== chosen)
        .map((kind) => (
          <p key={kind}>
            <button type="button" className="plain" onClick={() => choose(kind)}>
              {USE[kind]}
            </button>
          </p>
        ))}
    </>
  );
}

/** What the browser has to ask for, if the person proves with a passkey. */
export type AskedPasskey = { challenge: string; passkeyOptions: string | null };

type Proof = { code: string } | { recoveryCode: string } | { challenge: string; passkey: string };

/**
 * What was typed into the field, or the passkey.
 * @throws Unanswered if the person gives no passkey
 */
export async function proofOf(typed: Typed, ask: () => Promise<AskedPasskey>): Promise<Proof> {
  if (typed('recoveryCode')) return { recoveryCode: typed('recoveryCode') };
  if (!typed('passkey')) return { code: typed('code') };
  const { challenge, passkeyOptions } = await ask();
  const passkey = passkeyOptions && (await askForPasskey(passkeyOptions));
  if (!passkey) throw new Unanswered('No passkey was used. Try again, or use another second factor.');
  return { challenge, passkey };
}
