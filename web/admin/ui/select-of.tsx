import type { ChangeEvent } from 'react';
import { Labelled } from '../../components/labelled.tsx';

type SelectOfProps<Value extends string> = {
  name: string;
  label: string;
  hint?: string;
  value: Value;
  choices: { value: Value; label: string }[];
  /** Called for each choice. Without it, the form reads what was chosen when it is sent. */
  choose?: (value: Value) => void;
};

/** One of a few, as a field of a form. */
export const SelectOf = <Value extends string>({ name, label, hint, value, choices, choose }: SelectOfProps<Value>) => (
  <Labelled
    name={name}
    label={label}
    hint={hint}
    control={(described) => (
      <select
        {...described}
        {...(choose
          ? {
              value,
              onChange: ({ target }: ChangeEvent<HTMLSelectElement>) => {
                const chosen = choices.find((choice) => choice.value === target.value);
                if (chosen) choose(chosen.value);
              },
            }
          : { defaultValue: value })}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    )}
  />
);
