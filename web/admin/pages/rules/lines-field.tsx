import { TextArea } from '../../../components/text-area.tsx';

type LinesFieldProps = { name: string; label: string; hint: string; value: string; change: (text: string) => void };

/** A list of texts, each on a line of its own. */
export const LinesField = ({ name, label, hint, value, change }: LinesFieldProps) => (
  <TextArea
    name={name}
    label={label}
    hint={hint}
    rows={Math.min(8, Math.max(2, value.split('\n').length))}
    spellCheck={false}
    autoCapitalize="none"
    value={value}
    onChange={({ target }) => change(target.value)}
  />
);
