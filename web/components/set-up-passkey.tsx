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
  if (!canUsePasskeys()) return null;
  return (
    <SetUpFactor submit="Set up a passkey" begin={begin} fields={children}>
      {({ challenge, options }) => (
        <>
          <p>Your browser will ask where to store the passkey. It asks for your PIN or your fingerprint.</p>
          <Form
            submit="Make the passkey"
            send={async (typed) => {
              const passkey = await makePasskey(options);
              if (passkey === 'KNOWN') return { message: 'This device has a passkey for this account already.' };
              if (passkey === null) return { message: 'No passkey was made. Try again.' };
              const answer = await add({ challenge, passkey, name: typed('name') });
              if ('message' in answer) return answer;
              onDone(answer.recoveryCodes);
              return null;
            }}
          >
            <FactorName label="Name of the passkey" suggestion="Passkey" />
          </Form>
        </>
      )}
    </SetUpFactor>
  );
}
