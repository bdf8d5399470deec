import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import packageJson from '../package.json' with { type: 'json' };
import type { Line } from './kit/line.ts';
import { costTable } from './kit/report.ts';
import { figure, layOut, tableOf } from './kit/table.ts';
import { arithmeticOf, HABITS } from './scale/arithmetic.ts';
import type { Stored } from './scale/bytes.ts';
import { type Costs, measureCosts } from './scale/costs.ts';
import { measureGrowth } from './scale/growth.ts';
import { measureWorkers } from './scale/workers.ts';

const REPORT = 'docs/speed/scale.md';
const GIGABYTE = 1_073_741_824;

/** What one server and one worker do, how cost grows, and what that makes for millions of people. Writes `docs/speed/scale.md`. */
export async function scale({ people }: { people: number }): Promise<Line[]> {
  const one = await measureCosts();
  const workers = await measureWorkers();
  const growth = await measureGrowth(people);
  await mkdir('docs/speed', { recursive: true });
  await writeFile(REPORT, reportOf({ one: one.lines, workers, growth }, one.costs));
  return [...one.lines, ...workers, ...growth];
}

type Measured = { one: Line[]; workers: Line[]; growth: Line[] };

const reportOf = ({ one, workers, growth }: Measured, costs: Costs): string => `# Figures for growth

\`npm run bench -- scale\` wrote this for ${packageJson.version} on ${new Date().toISOString().slice(0, 10)}. [scale.md](../scale.md) says what follows from it.

Machine: ${cpus().length} cores (${cpus()[0]?.model}), ${Math.round(totalmem() / GIGABYTE)} GB of memory, which client, server, workers, PostgreSQL and mail server share.

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

## A year of growth

CPU of server and PostgreSQL for one piece, beside that of the first day.

${tableOf(growth)}

## The arithmetic

${HABITS.comeInEachYear * 100} % of the people come in each year, ${HABITS.logInsEachDay * 100} % log in on a day, and each of them asks ${HABITS.readsOfEachLogIn} times for \`me\`. The busiest hour has ${HABITS.peak} times the average, and no
core is busier than ${HABITS.busy * 100} % then. Events are kept for ${HABITS.yearsOfEvents} years. \`bench/scale/arithmetic.ts\` has these numbers.

${arithmeticOf(costs)}
`;

const storedTable = (stored: Stored[]): string =>
  layOut([['table', 'rows', 'bytes'], ...stored.map(({ table, rows, bytes }) => [table, figure(rows), figure(bytes)])]);
