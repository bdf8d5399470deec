// Measures the product beside the floor of its parts. `bench/README.md` lists the ways to call it.
import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { audit } from './audit.ts';
import { growth } from './growth.ts';
import { jobs } from './jobs.ts';
import { BASE, readResults, resultsOf, writeResults } from './kit/base.ts';
import { fallen } from './kit/compare.ts';
import type { Line } from './kit/line.ts';
import { isQuick, pace } from './kit/pace.ts';
import { type Measured, REPORT, reportOf } from './kit/report.ts';
import { redisVersion } from './kit/services.ts';
import { tableOf } from './kit/table.ts';
import { lists } from './lists.ts';
import { type Measurement, measurements } from './measurements.ts';
import { scale } from './scale.ts';

// So that what was started is ended: PostgreSQL does not hear a Ctrl-C.
process.on('SIGINT', () => process.exit(130)).on('SIGTERM', () => process.exit(143));

const { values: wish, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean' },
    check: { type: 'boolean' },
    base: { type: 'string', default: BASE },
    results: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    'done-rows': { type: 'string', default: '5000000' },
    people: { type: 'string', default: '1000000' },
    events: { type: 'string', default: '10000000' },
  },
});
/** Apart from the others, because they take long. */
const apart: Record<string, () => Promise<Line[]>> = {
  jobs: () => jobs({ minutes: Number(wish.minutes), doneRows: Number(wish['done-rows']) }),
  lists: () => lists({ people: Number(wish.people) }),
  audit: () => audit({ events: Number(wish.events) }),
  scale: () => scale(),
  growth: () => growth({ people: Number(wish.people) }),
};
const unknown = names.filter((name) => !Object.hasOwn(apart, name) && !Object.hasOwn(measurements, name));
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')}. There are: ${[...Object.keys(measurements), ...Object.keys(apart)].join(', ')}.`,
  );
  process.exit(1);
}
const base = isQuick || wish.check ? await readResults(wish.base) : {};
if (wish.results) report(fallen(await readResults(wish.results), base));
else if (names.some((name) => Object.hasOwn(apart, name))) await measureApart();
else await measure();

async function measure(): Promise<void> {
  const begin = performance.now();
  const measured: Measured[] = [];
  for (const [name, measurement] of Object.entries(measurements)) {
    if (names.length > 0 ? !names.includes(name) : isQuick && !measurement.isQuick) continue;
    measured.push({ name, bound: measurement.bound, lines: await measureOne(name, measurement) });
  }
  const lines = measured.flatMap((one) => one.lines);
  console.info(tableOf(lines));
  if (!redisVersion) console.info('\nNot measured on Redis: there is no redis-server here (apt-get install redis-server).');
  const results = resultsOf(lines);
  report(fallen(results, base));
  if (isQuick || wish.check || names.length > 0) return;
  await mkdir('docs/speed', { recursive: true });
  await writeFile(REPORT, reportOf(measured, (performance.now() - begin) / 60_000));
  await writeResults(BASE, results);
}

async function measureApart(): Promise<void> {
  for (const name of names) {
    const lines = await apart[name]?.();
    if (lines) console.info(tableOf(lines));
  }
}

/** Again if a ratio fell: something else may have used the machine. */
async function measureOne(name: string, { measure }: Measurement) {
  console.error(`${name} ...`);
  let lines = await measure();
  for (let again = 1; again < pace.tries && fallen(resultsOf(lines), base).length > 0; again++) {
    await setTimeout(pace.pauseSeconds * 1_000);
    console.error(`${name} once more ...`);
    lines = await measure();
  }
  return lines;
}

function report(failures: string[]): void {
  for (const failure of failures) console.error(`FAILED ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}
