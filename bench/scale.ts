import type { Line } from './kit/line.ts';
import { costTable } from './kit/report.ts';
import { figure, layOut, tableOf } from './kit/table.ts';
import { arithmeticOf, HABITS } from './scale/arithmetic.ts';
import type { Stored } from './scale/bytes.ts';
import { type Costs, measureCosts } from './scale/costs.ts';
import { measureRemoval, type Removal } from './scale/finished-jobs.ts';
import { headOf, writeReport } from './scale/report.ts';
import { measureWorkers } from './scale/workers.ts';

const REPORT = 'docs/speed/scale.md';

/** What one server and one worker do, and what that makes for millions of people. Writes `docs/speed/scale.md`. */
export async function scale(): Promise<Line[]> {
  const one = await measureCosts();
  const workers = await measureWorkers();
  const removal = await measureRemoval();
  await writeReport(REPORT, reportOf(one.lines, workers, removal, one.costs));
  return [...one.lines, ...workers, removal.line];
}

const reportOf = (one: Line[], workers: Line[], removal: Removal, costs: Costs): string => `# Figures for growth

${headOf('scale')}

## One server and one worker

${tableOf(one)}

CPU of each part, for one piece:

${costTable(one)}

What PostgreSQL stores of a person who came in, with indexes, and without dead rows. Jobs are kept for 7 days.

${storedTable(costs.stored)}

## Several workers

On the same cores. Each email came once.

${tableOf(workers)}

CPU of each part, for one email:

${costTable(workers)}

## Finished jobs

They are removed row by row, by a worker that does nothing else meanwhile.

${tableOf([removal.line])}

${costTable([removal.line])}

## The arithmetic

${HABITS.comeInEachYear * 100} % of the people come in each year, ${HABITS.logInsEachDay * 100} % log in on a day, and each of them asks ${HABITS.readsOfEachLogIn} times for \`me\`. The busiest hour has ${HABITS.peak} times the average, and no
core is busier than ${HABITS.busy * 100} % then. Events are kept for ${HABITS.yearsOfEvents} years. \`bench/scale/arithmetic.ts\` has these numbers.

${arithmeticOf(costs, removal)}
`;

const storedTable = (stored: Stored[]): string =>
  layOut([['table', 'rows', 'bytes'], ...stored.map(({ table, rows, bytes }) => [table, figure(rows), figure(bytes)])]);
