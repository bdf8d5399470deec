import { Field } from './field.tsx';
import type { Refusal } from './form.tsx';
import { Section } from './section.tsx';

type SendAgainProps = {
  /** The receiver. Empty if the page does not know it any more. */
  email: string;
  send: (email: string) => Promise<Refusal | null>;
};

/** Says the same for every email address. */
export function SendAgain({ email, send }: SendAgainProps) {
  return (
    <Section
      title="Nothing there after a few minutes?"
      submit="Send it again"
      send={(typed) => send(email || typed('email'))}
      done="We have sent it again."
    >
      <p>Check your spam folder and the address, or send it again.</p>
      {!email && <Field name="email" label="Email address" type="email" autoComplete="username" />}
    </Section>
  );
}
