import { useTranslations } from 'use-intl';
import type { LinkFragment, PortalFragment, VerifyEmailInput } from '../generated/operations.ts';
import type { MailedLink } from '../use-mailed-link.ts';
import { AcceptTerms } from './accept-terms.tsx';
import { AnswerFields, typedAnswers } from './answer-fields.tsx';
import { NotMe } from './asked-for.tsx';
import { Field } from './field.tsx';
import { Form, type Refusal } from './form.tsx';

export type RegistrationFormProps = {
  portal: PortalFragment;
  form: NonNullable<LinkFragment['form']>;
  mailed: MailedLink;
  send: (input: VerifyEmailInput) => Promise<Refusal | null>;
};

/** What an emailed link would register, to be corrected by the owner of the email address. */
export function RegistrationForm({ portal, form, mailed, send, submit }: RegistrationFormProps & { submit: string }) {
  const t = useTranslations();
  return (
    <>
      <Form
        submit={submit}
        send={(typed) =>
          send({
            token: mailed.token,
            fullName: typed('fullName'),
            answers: typedAnswers(portal.signUpFields, typed),
            acceptedTerms: typed('acceptedTerms') || null,
          })
        }
      >
        <Field name="fullName" label={t('parts.fullName')} autoComplete="name" defaultValue={form.fullName} />
        <AnswerFields fields={portal.signUpFields} answers={form.answers} />
        {portal.terms && <AcceptTerms terms={portal.terms} />}
      </Form>
      {portal.passwordLogin && <p>{t('signUp.passwordNext')}</p>}
      <NotMe mailed={mailed} />
    </>
  );
}
