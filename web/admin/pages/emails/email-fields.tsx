import { type FocusEvent, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import { TextArea } from '../../../components/text-area.tsx';
import type { en } from '../../texts/en.ts';
import { Button } from '../../ui/button.tsx';
import type { EmailDraft, Template } from './use-email-draft.ts';

type Input = HTMLInputElement | HTMLTextAreaElement;
type Described = keyof typeof en.emails.descriptions;

type EmailFieldsProps = { template: Template; draft: EmailDraft; change: (part: Partial<EmailDraft>) => void };

/** The fields, and a button for each variable that inserts it where the cursor was last. */
export function EmailFields({ template, draft, change }: EmailFieldsProps) {
  const t = useTranslations('emails');
  const last = useRef<Input | null>(null);
  const inWords = (name: string) =>
    t.has(`descriptions.${name as Described}`) ? t(`descriptions.${name as Described}`) : null;
  const fields = useRef<HTMLDivElement>(null);
  const { hasButton, variables, productTexts, locale } = template;
  const required = variables.filter(({ isRequired }) => isRequired).map(({ name }) => `{{${name}}}`);
  const edit = (name: keyof EmailDraft) => ({
    name,
    lang: locale,
    value: draft[name],
    onChange: ({ target }: { target: Input }) => change({ [name]: target.value }),
    onFocus: ({ target }: FocusEvent<Input>) => {
      last.current = target;
    },
  });

  function insert(name: string) {
    const input = last.current ?? fields.current?.querySelector('textarea');
    if (!input) return;
    const written = `{{${name}}}`;
    const [start, end] = [input.selectionStart ?? input.value.length, input.selectionEnd ?? input.value.length];
    change({ [input.name]: input.value.slice(0, start) + written + input.value.slice(end) });
    // After React has written the value, which puts the cursor at its end.
    requestAnimationFrame(() => {
      input.focus();
      input.setSelectionRange(start + written.length, start + written.length);
    });
  }

  return (
    <div ref={fields}>
      <Field {...edit('subject')} label={t('subject')} />
      <Field {...edit('title')} label={t('title')} />
      <TextArea
        {...edit('body')}
        label={t('body')}
        hint={[t('bodyHint'), ...(required.length > 0 ? [t('required', { names: required.join(', ') })] : [])].join(' ')}
        rows={10}
      />
      {hasButton && (
        <Field
          {...edit('buttonLabel')}
          label={t('button')}
          hint={t('buttonHint', { label: productTexts.buttonLabel ?? '' })}
          required={false}
        />
      )}
      <fieldset className="email-variables">
        <legend>{t('variables')}</legend>
        <p className="hint">{t('variablesHint')}</p>
        {variables.map(({ name, description }) => (
          <Button
            key={name}
            kind="second"
            aria-label={t('insert', { name, description: inWords(name) ?? description })}
            onPress={() => insert(name)}
          >
            {name}
          </Button>
        ))}
      </fieldset>
    </div>
  );
}
