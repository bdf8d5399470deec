import { useState } from 'react';
import { act } from '../../api.ts';
import { Field } from '../../components/field.tsx';
import { Form } from '../../components/form.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import type { Step } from '../../components/second-step.tsx';
import { AdminLogInDocument } from '../generated/operations.ts';
import { AdminPasskeyLogIn } from './passkey-log-in.tsx';
import { AdminSecondStep } from './second-step.tsx';

type AdminLogInFormProps = {
  email?: string;
  /** Called after a success. */
  goOn: () => void;
};

export function AdminLogInForm({ email, goOn }: AdminLogInFormProps) {
  const [step, setStep] = useState<Step | null>(null);
  if (step) return <AdminSecondStep step={step} goOn={goOn} />;
  return (
    <>
      <Form
        submit="Log in"
        send={async (typed) => {
          const answer = await act(AdminLogInDocument, {
            email: typed('email'),
            password: typed('password'),
            session: 'COOKIE',
          });
          if (answer.__typename === 'SecondFactorRequired') {
            setStep(answer);
            return null;
          }
          if (answer.__typename !== 'AdminLogInSuccess') return answer;
          goOn();
          return null;
        }}
      >
        <Field name="email" label="Email address" type="email" autoComplete="username webauthn" defaultValue={email} />
        <PasswordField name="password" label="Password" autoComplete="current-password" />
      </Form>
      <AdminPasskeyLogIn goOn={goOn} />
      <p>
        <a href="/admin/forgot-password">Forgot your password?</a>
      </p>
    </>
  );
}
