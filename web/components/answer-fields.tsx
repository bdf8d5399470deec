import { useTranslations } from 'use-intl';
import type { AnswerInput, PortalFragment } from '../generated/operations.ts';
import type { Typed } from './form.tsx';
import { Labelled } from './labelled.tsx';

type SignUpField = PortalFragment['signUpFields'][number];
type Value = string | boolean | undefined;

type AnswerFieldsProps = {
  fields: SignUpField[];
  answers?: { field: string; value: string | boolean }[];
};

/** The fields that the portal adds to the sign-up form. */
export function AnswerFields({ fields, answers = [] }: AnswerFieldsProps) {
  return fields.map((field) => (
    <AnswerField key={field.key} field={field} before={answers.find((answer) => answer.field === field.key)?.value} />
  ));
}

/** A box without a tick is `false`. */
export function typedAnswers(fields: SignUpField[], typed: Typed): AnswerInput[] {
  return fields.map(({ key, kind }) => {
    const text = typed(nameOf(key));
    return { field: key, value: kind === 'BOOLEAN' ? text !== '' : text };
  });
}

/** The same path as in the issues of the API, so that an error shows beside its field. */
const nameOf = (key: string): string => `answers.${key}`;

function AnswerField({ field, before }: { field: SignUpField; before: Value }) {
  const t = useTranslations('parts');
  const { key, label, help, kind, required, choices } = field;
  const isBox = kind === 'BOOLEAN';
  const text = typeof before === 'string' ? before : '';
  return (
    <Labelled
      name={nameOf(key)}
      label={required || isBox ? label : t('optional', { label })}
      hint={help ?? undefined}
      isBox={isBox}
      control={(described) => {
        if (isBox) return <input type="checkbox" required={required} defaultChecked={before === true} {...described} />;
        if (kind !== 'CHOICE') {
          return <input type={kind === 'URL' ? 'url' : 'text'} required={required} defaultValue={text} {...described} />;
        }
        return (
          <select required={required} defaultValue={choices.includes(text) ? text : ''} {...described}>
            <option value="">{t(required ? 'chooseOne' : 'noAnswer')}</option>
            {choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        );
      }}
    />
  );
}
