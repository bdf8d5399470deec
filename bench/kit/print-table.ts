import { isMet, type Line } from './line.ts';

const HEADER = ['what', 'ours', 'floor', 'ratio', 'aim', 'met', 'spread'];

/** Prints the lines as a Markdown table, its columns in line. */
export function printTable(lines: Line[]): void {
  const rows = [HEADER, ...lines.map(cells)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const print = (row: string[]) => console.info(`| ${row.map(pad).join(' | ')} |`);
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  for (const [index, row] of rows.entries()) {
    print(row);
    if (index === 0) print(widths.map((width) => '-'.repeat(width)));
  }
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

const figure = (value: number): string =>
  value < 100 ? String(Number(value.toFixed(1))) : Math.round(value).toLocaleString('en');
