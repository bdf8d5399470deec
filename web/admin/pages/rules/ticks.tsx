import { use, useId } from 'react';
import { fieldOf, Issues } from '../../../components/form.tsx';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';

type TicksProps = {
  /** The path in the input, for its errors. */
  name: string;
  label: string;
  choices: { id: string; label: string | null }[];
  chosen: string[];
  change: (ids: string[]) => void;
};

/** Some of a few. What was chosen and is there no more stays in sight, so that it can be taken out. */
export function Ticks({ name, label, choices, chosen, change }: TicksProps) {
  const id = useId();
  const inWords = useRefusalInWords();
  const issues = use(Issues).filter((issue) => fieldOf(issue) === name);
  const gone = chosen.filter((one) => !choices.some((choice) => choice.id === one)).map((one) => ({ id: one, label: one }));
  return (
    <fieldset className="ticks" aria-describedby={issues.length > 0 ? id : undefined}>
      <legend>{label}</legend>
      {issues.length > 0 && (
        <p className="issue" id={id}>
          {issues.map(inWords.issue).join(' ')}
        </p>
      )}
      {[...choices, ...gone].map((choice) => (
        <label key={choice.id} className="choice">
          <input
            type="checkbox"
            checked={chosen.includes(choice.id)}
            onChange={({ target }) =>
              change(target.checked ? [...chosen, choice.id] : chosen.filter((one) => one !== choice.id))
            }
          />
          {choice.label ?? choice.id}
        </label>
      ))}
    </fieldset>
  );
}
