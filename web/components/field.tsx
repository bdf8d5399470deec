import type { ComponentProps } from 'react';
import { Labelled } from './labelled.tsx';

export type FieldProps = ComponentProps<'input'> & { name: string; label: string; hint?: string | undefined };

/** Required, unless `required` is false. */
export function Field({ name, label, hint, children, ...input }: FieldProps) {
  return (
    <Labelled name={name} label={label} hint={hint} control={(described) => <input required {...input} {...described} />}>
      {children}
    </Labelled>
  );
}
