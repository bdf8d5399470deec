import { useId } from 'react';

type YesNoProps = { label: string; yes: string; no: string; is: boolean; change: (is: boolean) => void };

/** A condition that holds or does not. */
export function YesNo({ label, yes, no, is, change }: YesNoProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={String(is)} onChange={({ target }) => change(target.value === 'true')}>
        <option value="true">{yes}</option>
        <option value="false">{no}</option>
      </select>
    </div>
  );
}
