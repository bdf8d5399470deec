import type { ChildProcess } from 'node:child_process';
import { end, startBuilt } from '../kit/children.ts';
import { clock } from '../kit/clock.ts';
import { cpuOf } from '../kit/cpu.ts';
import { type Done, metered } from '../kit/done.ts';
import { type Installation, startInstallation } from '../kit/installation.ts';
import { type Line, rates } from '../kit/line.ts';
import { load } from '../kit/load.ts';
import * as operations from '../kit/operations.ts';
import { pace } from '../kit/pace.ts';

const AT_ONCE = 32;
const COUNTS = [1, 2, 4];

/** Emails by one worker and by several, which share the cores of this machine. Each email comes once. */
export async function measureWorkers(): Promise<Line[]> {
  await using gatehouse = await startInstallation();
  const { worker, environment } = gatehouse.parts();
  const workers = [worker];
  const lines: Line[] = [];
  for (const count of COUNTS) {
    while (workers.length < count) workers.push(await startBuilt('worker', environment));
    const rounds: Done[] = [];
    for (let round = 0; round <= pace.rounds; round++) rounds.push(await sendAll(gatehouse, workers));
    // The first round warms up.
    lines.push(rates(`emails by ${count} ${count === 1 ? 'worker' : 'workers'}`, rounds.slice(1)));
  }
  await Promise.all(workers.slice(1).map((one) => end(one)));
  return lines;
}

/** Stops the workers while the jobs are written. */
async function sendAll({ port, sink, parts }: Installation, workers: ChildProcess[]): Promise<Done> {
  const before = sink.mails.length;
  for (const worker of workers) worker.kill('SIGSTOP');
  await load(port, AT_ONCE, { amount: pace.mails }, () => operations.signUp());
  const { PostgreSQL = 0 } = await parts().services.pids();
  const cpu = async () => {
    const { database = 0, ...each } = await cpuOf({
      database: PostgreSQL,
      ...Object.fromEntries(workers.map(({ pid }, at) => [`worker ${at + 1}`, Number(pid)])),
    });
    return { workers: Object.values(each).reduce((sum, ms) => sum + ms, 0), PostgreSQL: database };
  };
  const done = await metered({ cpu }, async () => {
    const begin = clock();
    for (const worker of workers) worker.kill('SIGCONT');
    await sink.waitFor(before + pace.mails);
    return { count: pace.mails, seconds: (clock() - begin) / 1_000 };
  });
  const addresses = new Set(sink.mails.slice(before).map(({ to }) => to));
  if (addresses.size !== pace.mails) throw new Error(`${pace.mails} emails came to ${addresses.size} addresses`);
  return done;
}
