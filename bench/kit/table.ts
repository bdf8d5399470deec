import type { Line } from './line.ts';
import { isMet } from './line.ts';

const HEADER = ['what', 'ours', 'floor', 'ratio', 'aim', 'met', 'spread'];

/** The lines as a Markdown table, its columns in line. */
export const tableOf = (lines: Line[]): string => layOut([HEADER, ...lines.map(cells)]);

/** The first row is the header. */
export function layOut(rows: string[][]): string {
  const [header = []] = rows;
  const widths = header.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  const line = (row: string[]) => `| ${row.map(pad).join(' | ')} |`;
  // The formatter wants the colon where a column is aligned to the right.
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return rows.map((row, index) => (index === 0 ? `${line(row)}\n${line(rule)}` : line(row))).join('\n');
}

function cells(line: Line): string[] {
  const { what, unit, ours, floor, ratio, aim, spread } = line;
  const met = isMet(line);
  return [
    what,
    `${figure(ours)}${unit}`,
    floor === undefined ? '-' : `${figure(floor)}${unit}`,
    ratio === undefined ? '-' : ratio.toFixed(2),
    aim ? ('atLeast' in aim ? `>= ${aim.atLeast}` : `<= ${aim.atMost}`) : '-',
    met === undefined ? '-' : met ? 'yes' : 'NO',
    spread === undefined ? '-' : `${Math.round(spread * 100)} %`,
  ];
}

export const figure = (value: number): string =>
  value < 100 ? String(Number(value.toFixed(1))) : Math.round(value).toLocaleString('en');
