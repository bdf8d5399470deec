import type { ReactNode } from 'react';
import { useKeptFocus } from './use-kept-focus.ts';

type Column<Row> = {
  title: string;
  /** The cell that names the row has no column scope, but is its header. */
  isRowHeader?: boolean;
  cell: (row: Row) => ReactNode;
};

type DataTableProps<Row> = {
  /** What the table holds, for those who listen to it. */
  label: string;
  rows: Row[];
  idOf: (row: Row) => string;
  columns: Column<Row>[];
  /** Shown instead of the table if there are no rows. */
  none: string;
};

/** A table to read, with links and buttons in its cells. It scrolls sideways by itself where it is too wide. */
export function DataTable<Row>({ label, rows, idOf, columns, none }: DataTableProps<Row>) {
  const { place, focusProps } = useKeptFocus(rows);
  if (rows.length === 0) {
    return (
      <p ref={place} className="none" tabIndex={-1}>
        {none}
      </p>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keyboard
    <section ref={place} className="table" aria-label={label} tabIndex={0} {...focusProps}>
      <table>
        <thead>
          <tr>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={idOf(row)}>
              {columns.map(({ title, isRowHeader, cell }) =>
                isRowHeader ? (
                  <th key={title} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={title}>{cell(row)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
