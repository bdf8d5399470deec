import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Unanswered } from '../api.ts';
import { askForPasskey, canOfferPasskeys, canUsePasskeys, isUnsupported, offerPasskeys, stopAsking } from '../passkeys.ts';
import { Form, type Refusal } from './form.tsx';

/** Below the 10 minutes in which a challenge ends. */
const OFFERED_MS = 9 * 60_000;

type Started = { challenge: string; options: string };

type PasskeyLogInProps = {
  start: () => Promise<Started | Refusal>;
  /** Returns null after a success. */
  logIn: (challenge: string, passkey: string) => Promise<Refusal | null>;
};

/** A button, and passkeys in the list of the email field where the browser can do that. The field needs `autoComplete="username webauthn"`. */
export function PasskeyLogIn({ start, logIn }: PasskeyLogInProps) {
  const t = useTranslations('proofs');
  const [isAsking, setAsking] = useState(false);
  const [sentence, setSentence] = useState<string | null>(null);

  const startNow = useEffectEvent(start);
  const logInNow = useEffectEvent(logIn);
  const sayNow = useEffectEvent((refusal: Refusal) => setSentence(refusal.message));
  useEffect(() => {
    if (isAsking) return;
    let isOver = false;
    const offer = async () => {
      if (!(await canOfferPasskeys())) return;
      while (!isOver) {
        const started = await startNow();
        if (isOver || !('challenge' in started)) return;
        const passkey = await offerPasskeys(started.options, OFFERED_MS);
        if (isOver) return;
        const refusal = passkey && (await logInNow(started.challenge, passkey));
        if (passkey && !refusal) return;
        if (refusal) sayNow(refusal);
      }
    };
    offer().catch((error: unknown) => {
      // The button says it, if the person wants a passkey.
      if (!(error instanceof Unanswered || isUnsupported(error))) reportError(error);
    });
    return () => {
      isOver = true;
      stopAsking();
    };
  }, [isAsking]);

  if (!canUsePasskeys()) return null;
  return (
    <>
      <p role="alert" className="refusal">
        {sentence}
      </p>
      <Form
        submit={t('passkeyLogIn')}
        send={async () => {
          setSentence(null);
          setAsking(true);
          try {
            const started = await start();
            if (!('challenge' in started)) return started;
            const passkey = await askForPasskey(started.options);
            return passkey === null ? { message: t('noPasskeyUsed') } : await logIn(started.challenge, passkey);
          } finally {
            setAsking(false);
          }
        }}
      />
    </>
  );
}
