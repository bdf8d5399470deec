import { Labelled } from '../../components/labelled.tsx';

type BoxFieldProps = { name: string; label: string; hint?: string; isTicked: boolean };

/** Yes or no, in a form. */
export const BoxField = ({ name, label, hint, isTicked }: BoxFieldProps) => (
  <Labelled
    name={name}
    label={label}
    hint={hint}
    isBox
    control={(described) => <input type="checkbox" defaultChecked={isTicked} {...described} />}
  />
);
