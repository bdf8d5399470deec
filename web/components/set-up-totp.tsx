import { Field } from './field.tsx';
import { Form } from './form.tsx';
import { QrPicture } from './qr-picture.tsx';
import { FactorName, SetUpFactor, type SetUpProps } from './set-up-factor.tsx';

type Started = { challenge: string; secret: string; url: string };

type NewTotp = { challenge: string; code: string; name: string };

export type SetUpTotpProps = SetUpProps<Started, NewTotp>;

/** Sets up an authenticator app: first a secret, then a code that shows that the app has it. */
export function SetUpTotp({ begin, add, onDone, children }: SetUpTotpProps) {
  return (
    <SetUpFactor submit="Set up an authenticator app" begin={begin} fields={children}>
      {({ challenge, secret, url }) => (
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
            <FactorName label="Name" suggestion="Authenticator app" />
          </Form>
        </>
      )}
    </SetUpFactor>
  );
}

const inGroups = (secret: string): string => secret.replaceAll(/.{4}(?=.)/g, '$& ');
