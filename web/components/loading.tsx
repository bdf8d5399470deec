import { createContext, use } from 'react';
import { useTranslations } from 'use-intl';

/** Pages that are forms, by name, and how many fields they have at least. */
const FIELDS = new Map([
  ['sign-up', 2],
  ['log-in', 2],
  ['forgot-password', 1],
  ['registration-link', 1],
]);

/** The name of the page of a portal that is loading. */
export const PageToCome = createContext('');

/**
 * The frame of a page, in the place where the page will be. The build also makes the documents from it, so that people see it before any
 * script runs.
 */
export function Loading() {
  const t = useTranslations('parts');
  const fields = FIELDS.get(use(PageToCome));
  return (
    <>
      <header aria-hidden="true">
        <span className="to-come" />
      </header>
      <main>
        <p role="status" className="loading">
          {t('loading')}
        </p>
        <div aria-hidden="true">{fields ? <FormToCome fields={fields} /> : <TextToCome />}</div>
      </main>
    </>
  );
}

function FormToCome({ fields }: { fields: number }) {
  return (
    <>
      {Array.from({ length: fields }, (_, index) => (
        <p key={index} className="field">
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
