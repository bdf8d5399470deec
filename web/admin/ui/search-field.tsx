import { useEffect, useId, useRef } from 'react';

type SearchFieldProps = {
  label: string;
  /** What is being searched for now. */
  value: string;
  /** Called when the person pauses. */
  onSearch: (text: string) => void;
};

const TYPING_PAUSE_MS = 300;
/** The API takes no longer one. */
const LONGEST_SEARCH = 200;

/** Searches while somebody types. */
export function SearchField({ label, value, onSearch }: SearchFieldProps) {
  const id = useId();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <p className="choose">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        maxLength={LONGEST_SEARCH}
        defaultValue={value}
        data-search
        onChange={({ target }) => {
          clearTimeout(timer.current);
          timer.current = setTimeout(() => onSearch(target.value.trim()), TYPING_PAUSE_MS);
        }}
      />
    </p>
  );
}
