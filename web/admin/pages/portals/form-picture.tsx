import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { AnswerFields } from '../../../components/answer-fields.tsx';
import { Field } from '../../../components/field.tsx';
import type { SavedField } from './drafts.ts';

/** The form with the components of the sign-up page. What is typed into it goes nowhere. */
export function FormPicture({ fields }: { fields: SavedField[] }) {
  const t = useTranslations('signUpForm');
  const id = useId();
  return (
    <section className="card form-picture" aria-labelledby={id}>
      <h2 id={id}>{t('picture')}</h2>
      <p className="about">{t('pictureAbout')}</p>
      <Field name="fullName" label={t('fullName')} autoComplete="off" />
      <Field name="email" label={t('email')} autoComplete="off" />
      <AnswerFields fields={fields.filter(({ editableBy }) => editableBy !== 'ADMINS')} />
    </section>
  );
}
