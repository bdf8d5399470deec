import { Labelled } from '../../components/labelled.tsx';

type TickBoxProps = { name: string; label: string; hint?: string; isTicked?: boolean };

/** A box of a form. Its text is empty without a tick. */
export const TickBox = ({ name, label, hint, isTicked = false }: TickBoxProps) => (
  <Labelled
    name={name}
    label={label}
    hint={hint}
    isBox
    control={(described) => <input type="checkbox" defaultChecked={isTicked} {...described} />}
  />
);
