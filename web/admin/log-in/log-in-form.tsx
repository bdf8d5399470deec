import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { Field } from '../../components/field.tsx';
import { Form } from '../../components/form.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import type { Step } from '../../components/second-step.tsx';
import { AdminLogInDocument } from '../generated/operations.ts';
import { inOtherTab } from './in-other-tab.ts';
import { AdminPasskeyLogIn } from './passkey-log-in.tsx';
import { AdminSecondStep } from './second-step.tsx';

type AdminLogInFormProps = {
  email?: string;
  /** Called after a success. */
  goOn: () => void;
  /** In a dialog over a page that must stay as it is: links open another tab. */
  isBesidePage: boolean;
};

export function AdminLogInForm({ email, goOn, isBesidePage }: AdminLogInFormProps) {
  const t = useTranslations('entrance');
  const [step, setStep] = useState<Step | null>(null);
  if (step) return <AdminSecondStep step={step} goOn={goOn} again={() => setStep(null)} />;
  return (
    <>
      <Form
        submit={t('logIn')}
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
        <Field name="email" label={t('email')} type="email" autoComplete="username webauthn" defaultValue={email} />
        <PasswordField name="password" label={t('password')} autoComplete="current-password" />
      </Form>
      <AdminPasskeyLogIn goOn={goOn} />
      <p>
        <a href="/admin/forgot-password" {...(isBesidePage && inOtherTab)}>
          {t('forgot')}
        </a>
      </p>
    </>
  );
}
