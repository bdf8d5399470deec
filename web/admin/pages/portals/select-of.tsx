import { Labelled } from '../../../components/labelled.tsx';

type SelectOfProps<Value extends string> = {
  name: string;
  label: string;
  value: Value;
  choices: { value: Value; label: string }[];
  choose: (value: Value) => void;
};

/** One of a few, as a field of a form. */
export const SelectOf = <Value extends string>({ name, label, value, choices, choose }: SelectOfProps<Value>) => (
  <Labelled
    name={name}
    label={label}
    control={(described) => (
      <select
        {...described}
        value={value}
        onChange={({ target }) => {
          const chosen = choices.find((choice) => choice.value === target.value);
          if (chosen) choose(chosen.value);
        }}
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
