import { type ReactNode, use, useId } from 'react';
import { useTranslations } from 'use-intl';
import { fieldOf, Issues } from './form.tsx';

/** A screen reader reads the hint and the error through these attributes. */
type Described = { id: string; name: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined };

type LabelledProps = {
  name: string;
  label: ReactNode;
  hint?: string | undefined;
  /** True for a box. Its hint stands under it. */
  isBox?: boolean;
  control: (described: Described) => ReactNode;
  children?: ReactNode;
};

export function Labelled({ name, label, hint, isBox = false, control, children }: LabelledProps) {
  const t = useTranslations('parts');
  const id = useId();
  const issues = use(Issues).filter((issue) => fieldOf(issue) === name);
  const isWrong = issues.length > 0;
  const describedBy = [hint && `${id}-hint`, isWrong && `${id}-issue`].filter(Boolean).join(' ') || undefined;
  const described = { id, name, 'aria-invalid': isWrong, 'aria-describedby': describedBy };
  return (
    <div className="field">
      {isBox ? (
        <p className="choice">
          {control(described)}
          <label htmlFor={id}>{label}</label>
        </p>
      ) : (
        <label htmlFor={id}>{label}</label>
      )}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {isWrong && (
        <p className="issue" id={`${id}-issue`}>
          <strong>{t('correct')} </strong>
          {issues.map(({ message }) => message).join(' ')}
        </p>
      )}
      {!isBox && control(described)}
      {children}
    </div>
  );
}
