import type { ReactNode } from 'react';

type FigureProps = { label: ReactNode; value: string; more?: ReactNode };

/** One number with its name, in a list of them. */
export const Figure = ({ label, value, more }: FigureProps) => (
  <div className="figure">
    <dt>{label}</dt>
    <dd className="number">{value}</dd>
    {more && <dd className="quiet">{more}</dd>}
  </div>
);
