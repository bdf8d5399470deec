import { type ReactNode, useState } from 'react';
import { canUsePasskeys, makePasskey } from '../passkeys.ts';
import { Field } from './field.tsx';
import { Form, type Refusal, type Typed } from './form.tsx';

type Started = { challenge: string; options: string };

type NewPasskey = { challenge: string; passkey: string; name: string };

type SetUpPasskeyProps = {
  /** Begins with what allows it: the token of a link, or a proof. */
  begin: (typed: Typed) => Promise<Started | Refusal>;
  add: (input: NewPasskey) => Promise<{ recoveryCodes: string[] | null } | Refusal>;
  /** Gets the recovery codes that come with the first factor. */
  onDone: (recoveryCodes: string[] | null) => void;
  /** Fields of what allows it. */
  children?: ReactNode;
};

/** Sets up a passkey: first the options, then the passkey that the browser makes. Nothing where a browser can make none. */
export function SetUpPasskey({ begin, add, onDone, children }: SetUpPasskeyProps) {
  const [started, setStarted] = useState<Started | null>(null);
  if (!canUsePasskeys()) return null;
  if (started) return <AddPasskey {...started} add={add} onDone={onDone} startAgain={() => setStarted(null)} />;
  return (
    <Form
      submit="Set up a passkey"
      send={async (typed) => {
        const answer = await begin(typed);
        if ('message' in answer) return answer;
        setStarted(answer);
        return null;
      }}
    >
      {children}
    </Form>
  );
}

type AddPasskeyProps = Started & Pick<SetUpPasskeyProps, 'add' | 'onDone'> & { startAgain: () => void };

/** A step of its own, because browsers make a passkey only at a click. */
function AddPasskey({ challenge, options, add, onDone, startAgain }: AddPasskeyProps) {
  return (
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
        <Field
          name="name"
          label="Name of the passkey"
          hint="You see it in the list of your second factors."
          defaultValue="Passkey"
          autoComplete="off"
        />
      </Form>
      <p>
        <button type="button" className="plain" onClick={startAgain}>
          Start again
        </button>
      </p>
    </>
  );
}
