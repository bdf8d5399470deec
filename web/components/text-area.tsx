import type { ComponentProps } from 'react';
import { Labelled } from './labelled.tsx';

type TextAreaProps = ComponentProps<'textarea'> & { name: string; label: string; hint?: string };

/** A field of several lines. */
export function TextArea({ name, label, hint, ...area }: TextAreaProps) {
  return (
    <Labelled name={name} label={label} hint={hint} control={(described) => <textarea rows={6} {...area} {...described} />} />
  );
}
