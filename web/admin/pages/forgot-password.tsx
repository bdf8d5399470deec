import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { Field } from '../../components/field.tsx';
import { Form } from '../../components/form.tsx';
import { Page } from '../../components/page.tsx';
import { AdminRequestPasswordResetDocument } from '../generated/operations.ts';
import { inText } from '../ui/in-text.tsx';

/** Says the same for every email address, so that it does not show who is an admin. */
export function AdminForgotPassword() {
  const t = useTranslations('entrance');
  const [asked, setAsked] = useState<string | null>(null);
  if (asked) {
    return (
      <Page title={t('checkEmail')} portal={null}>
        <p>{t.rich('sent', { ...inText, email: asked })}</p>
        <p>{t('notThere')}</p>
      </Page>
    );
  }
  return (
    <Page title={t('forgotTitle')} portal={null}>
      <p>{t('forgotAbout')}</p>
      <Form
        submit={t('sendEmail')}
        send={async (typed) => {
          const answer = await act(AdminRequestPasswordResetDocument, { email: typed('email') });
          if (answer.__typename !== 'AdminRequestPasswordResetSuccess') return answer;
          setAsked(answer.email);
          return null;
        }}
      >
        <Field name="email" label={t('email')} type="email" autoComplete="username" />
      </Form>
      <p>
        <a href="/admin/log-in">{t('backToLogIn')}</a>
      </p>
    </Page>
  );
}
