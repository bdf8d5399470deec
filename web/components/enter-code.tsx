import { useTranslations } from 'use-intl';
import { act } from '../api.ts';
import { type PortalFragment, VerifyEmailCodeDocument } from '../generated/operations.ts';
import { forgetSignUp, type SignUpHere } from '../kept-sign-up.ts';
import type { Verified } from '../pages/address-verified.tsx';
import { AcceptTerms } from './accept-terms.tsx';
import { Field } from './field.tsx';
import { Form, type Refusal } from './form.tsx';

type EnterCodeProps = { portal: PortalFragment; here: SignUpHere; done: (verified: Verified) => void };

/** For people whose email is on another device. It shows for every email address, so that it does not tell who is registered. */
export function EnterCode({ portal, here, done }: EnterCodeProps) {
  const t = useTranslations('signUp');
  const { email: _, codeSecrets, ...form } = here;

  /** The code may come from an earlier email, also if the last request caused none. */
  async function send(code: string, acceptedTerms: string | null): Promise<Refusal | null> {
    for (const codeSecret of codeSecrets) {
      const answer = await act(VerifyEmailCodeDocument, { ...form, codeSecret, code, acceptedTerms });
      if (answer.__typename === 'InvalidToken') continue;
      if (answer.__typename !== 'VerifyEmailCodeSuccess') return answer;
      forgetSignUp();
      done(answer);
      return null;
    }
    return { message: t('codeWrong') };
  }

  return (
    <section>
      <h2>{t('codeTitle')}</h2>
      <p>{t('codeLead')}</p>
      <Form submit={t('useCode')} send={(typed) => send(typed('code'), typed('acceptedTerms') || null)}>
        <Field name="code" label={t('code')} hint={t('codeHint')} inputMode="numeric" autoComplete="one-time-code" />
        {portal.terms && <AcceptTerms terms={portal.terms} />}
      </Form>
    </section>
  );
}
