import { type ReactNode, useState } from 'react';
import { Field } from './field.tsx';
import { Form, type Refusal, type Typed } from './form.tsx';
import { QrPicture } from './qr-picture.tsx';

type Started = { challenge: string; secret: string; url: string };

type NewTotp = { challenge: string; code: string; name: string };

type SetUpTotpProps = {
  /** Begins with what allows it: the token of a link, or a proof. */
  begin: (typed: Typed) => Promise<Started | Refusal>;
  add: (input: NewTotp) => Promise<{ recoveryCodes: string[] | null } | Refusal>;
  /** Gets the recovery codes that come with the first factor. */
  onDone: (recoveryCodes: string[] | null) => void;
  /** Fields of what allows it. */
  children?: ReactNode;
};

/** Sets up an authenticator app: first a secret, then a code that shows that the app has it. */
export function SetUpTotp({ begin, add, onDone, children }: SetUpTotpProps) {
  const [started, setStarted] = useState<Started | null>(null);
  if (started) return <AddTotp {...started} add={add} onDone={onDone} startAgain={() => setStarted(null)} />;
  return (
    <Form
      submit="Set up an authenticator app"
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

type AddTotpProps = Started & Pick<SetUpTotpProps, 'add' | 'onDone'> & { startAgain: () => void };

function AddTotp({ challenge, secret, url, add, onDone, startAgain }: AddTotpProps) {
  return (
    <>
      <p>1. Scan this picture with your authenticator app.</p>
      <QrPicture text={url} label="QR picture with the secret for your authenticator app" />
      <p>
        No camera? <a href={url}>Open an app on this device</a>, or type this secret: <code>{inGroups(secret)}</code>
      </p>
      <p>2. Type the code that the app shows.</p>
      <Form
        submit="Save"
        send={async (typed) => {
          const answer = await add({ challenge, code: typed('code'), name: typed('name') });
          if ('message' in answer) return answer;
          onDone(answer.recoveryCodes);
          return null;
        }}
      >
        <Field name="code" label="Code of the new app" inputMode="numeric" autoComplete="one-time-code" />
        <Field
          name="name"
          label="Name"
          hint="You see it in the list of your second factors."
          defaultValue="Authenticator app"
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

const inGroups = (secret: string): string => secret.replaceAll(/.{4}(?=.)/g, '$& ');
