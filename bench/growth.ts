import type { Line } from './kit/line.ts';
import { tableOf } from './kit/table.ts';
import { HABITS } from './scale/arithmetic.ts';
import { AT_ONCE, measureGrowth } from './scale/growth.ts';
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

A portal of ${people.toLocaleString('en')} people, of whom ${HABITS.comeInEachYear * 100} % as many come in a year, a quarter of them before each line. What PostgreSQL does for
one piece, beside that of the first day: pages of 8 kB that its statements look at, in memory or not, and their time while ${AT_ONCE} pieces run at once.
Pages say what grows. Time depends on what else the machine does.

${tableOf(lines)}
`;
