import { createContext, use } from 'react';
import { useTranslations } from 'use-intl';

/** The pages that are forms, with the fields that each has at least. */
const FORMS = new Map([
  ['sign-up', ['fullName', 'email']],
  ['log-in', ['email', 'password']],
  ['forgot-password', ['email']],
  ['registration-link', ['email']],
]);

/** The name of the page of a portal that is loading. */
export const PageToCome = createContext('');

/**
 * The frame of a page, in the place where the page will be. The build also makes the documents from it, so that people see it before any
 * script runs.
 */
export function Loading() {
  const t = useTranslations('parts');
  const fields = FORMS.get(use(PageToCome));
  return (
    <>
      <header>
        <span className="to-come" />
      </header>
      <main>
        <h1 className="loading">
          <span role="status">{t('loading')}</span>
        </h1>
        {fields ? <FormToCome fields={fields} /> : <TextToCome />}
      </main>
    </>
  );
}

function FormToCome({ fields }: { fields: string[] }) {
  return (
    <>
      {fields.map((name) => (
        <p key={name} className="field">
          <span className="to-come" />
          <span className="field-to-come" />
        </p>
      ))}
      <span className="button-to-come" />
    </>
  );
}

function TextToCome() {
  return (
    <>
      <p className="to-come" />
      <p className="to-come" />
    </>
  );
}
