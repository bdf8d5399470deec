import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Unanswered } from '../api.ts';
import type { SecondFactorKind } from '../generated/operations.ts';
import { askForPasskey, canUsePasskeys } from '../passkeys.ts';
import { Field } from './field.tsx';
import type { Typed } from './form.tsx';

type SecondFactorFieldProps = { methods: SecondFactorKind[] };

/** The easiest first. */
const KINDS: SecondFactorKind[] = ['PASSKEY', 'TOTP', 'RECOVERY_CODE'];

/** Asks for a passkey, for a code of the app, or for a recovery code. */
export function SecondFactorField({ methods }: SecondFactorFieldProps) {
  const t = useTranslations('proofs');
  const usable = KINDS.filter((kind) => methods.includes(kind) && (kind !== 'PASSKEY' || canUsePasskeys()));
  const [chosen, choose] = useState(usable[0] ?? 'RECOVERY_CODE');
  return (
    <>
      {chosen === 'PASSKEY' && (
        <>
          <p>{t('browserAsks')}</p>
          <input type="hidden" name="passkey" value="asked for" />
        </>
      )}
      {chosen === 'TOTP' && (
        <Field key="code" name="code" label={t('code')} hint={t('codeHint')} inputMode="numeric" autoComplete="one-time-code" />
      )}
      {chosen === 'RECOVERY_CODE' && (
        <Field
          key="recoveryCode"
          name="recoveryCode"
          label={t('recoveryCode')}
          hint={t('recoveryCodeHint')}
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
              {t(`use.${kind}`)}
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
  if (!passkey) throw new Unanswered('noPasskey');
  return { challenge, passkey };
}
