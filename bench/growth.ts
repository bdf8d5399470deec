import type { Line } from './kit/line.ts';
import { tableOf } from './kit/table.ts';
import { HABITS } from './scale/arithmetic.ts';
import { measureGrowth } from './scale/growth.ts';
import { headOf, writeReport } from './scale/report.ts';

const REPORT = 'docs/speed/growth.md';

/** What one piece costs while the people of a large portal become more. Writes `docs/speed/growth.md`. */
export async function growth({ people }: { people: number }): Promise<Line[]> {
  const begin = performance.now();
  const lines = await measureGrowth(people);
  await writeReport(REPORT, reportOf(people, lines, (performance.now() - begin) / 60_000));
  return lines;
}

const reportOf = (people: number, lines: Line[], minutes: number): string => `# A year of growth

${headOf(`growth --people ${people}`)} It took ${Math.round(minutes)} minutes.

A portal of ${people.toLocaleString('en')} people, of whom ${HABITS.comeInEachYear * 100} % as many come in a year, a quarter of them before each line. CPU of server and PostgreSQL for
one piece, beside that of the first day.

${tableOf(lines)}
`;
