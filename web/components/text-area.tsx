import { Labelled } from './labelled.tsx';

type TextAreaProps = { name: string; label: string; hint?: string };

/** A field of several lines. */
export function TextArea({ name, label, hint }: TextAreaProps) {
  return <Labelled name={name} label={label} hint={hint} control={(described) => <textarea rows={6} {...described} />} />;
}
