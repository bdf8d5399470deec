import { type ComponentProps, use, useId } from 'react';
import { Issues } from './form.tsx';

export type FieldProps = ComponentProps<'input'> & { name: string; label: string; hint?: string };

/** One line to type in, with its label, a hint beforehand, and what is wrong with it afterwards. */
export function Field({ name, label, hint, children, ...input }: FieldProps) {
  const id = useId();
  const issues = use(Issues).filter(({ path }) => path[0] === name);
  const isWrong = issues.length > 0;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {isWrong && (
        <p className="issue" id={`${id}-issue`}>
          <strong>Please correct: </strong>
          {issues.map(({ message }) => message).join(' ')}
        </p>
      )}
      <input
        {...input}
        id={id}
        name={name}
        required
        aria-invalid={isWrong}
        aria-describedby={[hint && `${id}-hint`, isWrong && `${id}-issue`].filter(Boolean).join(' ') || undefined}
      />
      {children}
    </div>
  );
}
