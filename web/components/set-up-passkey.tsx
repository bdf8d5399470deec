import { useTranslations } from 'use-intl';
import { canUsePasskeys, makePasskey } from '../passkeys.ts';
import { Form } from './form.tsx';
import { FactorName, SetUpFactor, type SetUpProps } from './set-up-factor.tsx';

type Started = { challenge: string; options: string };

type NewPasskey = { challenge: string; passkey: string; name: string };

export type SetUpPasskeyProps = SetUpProps<Started, NewPasskey>;

/**
 * Sets up a passkey: first the options, then the passkey that the browser makes. That is a step of its own, because browsers make a
 * passkey only at a click. Nothing where a browser can make none.
 */
export function SetUpPasskey({ begin, add, onDone, children }: SetUpPasskeyProps) {
  const t = useTranslations('factors');
  if (!canUsePasskeys()) return null;
  return (
    <SetUpFactor submit={t('setUpPasskey')} begin={begin} fields={children}>
      {({ challenge, options }) => (
        <>
          <p>{t('browserStores')}</p>
          <Form
            submit={t('makePasskey')}
            send={async (typed) => {
              const passkey = await makePasskey(options);
              if (passkey === 'KNOWN') return { message: t('known') };
              if (passkey === null) return { message: t('noneMade') };
              const answer = await add({ challenge, passkey, name: typed('name') });
              if ('message' in answer) return answer;
              onDone(answer.recoveryCodes);
              return null;
            }}
          >
            <FactorName label={t('passkeyName')} suggestion={t('kinds.PASSKEY')} />
          </Form>
        </>
      )}
    </SetUpFactor>
  );
}
