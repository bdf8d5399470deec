import { type Process, startProcess } from '../../../kit/processes.ts';
import type { Ground } from '../act.ts';

const MOMENTS = new URL('../moments.mjs', import.meta.url).href;
/** A worker takes due jobs at its start. */
const LONGEST_RUN_MS = 20_000;
const LOOK_EVERY_MS = 20;
/** All that a worker still says after its last job. */
const SETTLED_MS = 250;

const startWorker = ({ gatehouse }: Ground, more: Record<string, string>): Process =>
  startProcess('dist/worker.js', {
    ...gatehouse.environment,
    NODE_ENV: 'production',
    NODE_OPTIONS: `--import ${MOMENTS}`,
    ...more,
  });

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until no job is due, or the worker is no more. */
async function idle({ gatehouse }: Ground, worker: Process): Promise<void> {
  const open = "SELECT 1 FROM jobs WHERE finished_at IS NULL AND (due_at <= now() OR status = 'RUNNING') LIMIT 1";
  const end = performance.now() + LONGEST_RUN_MS;
  let isOver = false;
  void worker.ended.then(() => (isOver = true));
  await Promise.race([worker.ended, worker.says('"started"').then(() => pause(SETTLED_MS))]);
  while (!isOver && performance.now() < end && (await gatehouse.sql(open)).length > 0) await pause(LOOK_EVERY_MS);
  if (!isOver) await Promise.race([worker.ended, pause(SETTLED_MS)]);
}

/**
 * Runs all due jobs in a worker of built files.
 * @returns the moments that it passed, such as `before smtp DATA #1`, in their order
 */
export async function momentsOfWorker(ground: Ground): Promise<string[]> {
  const worker = startWorker(ground, { COUNT_MOMENTS: 'yes' });
  await idle(ground, worker);
  await worker.kill();
  return worker.output.flatMap((line) => (line.startsWith('MOMENT ') ? [line.slice('MOMENT '.length)] : []));
}

/**
 * Runs due jobs in a worker that dies at a moment.
 * @returns whether it died there
 */
export async function dieAt(ground: Ground, moment: string): Promise<boolean> {
  const worker = startWorker(ground, { STOP_AT: moment });
  let isAlive = true;
  void worker.ended.then(() => (isAlive = false));
  await idle(ground, worker);
  const hasDied = !isAlive;
  await worker.kill();
  return hasDied;
}

/**
 * Those at which another state is left than at the one before: the answer to a statement after which the next one follows at once is
 * not told apart from that. Looks for jobs are left out, because how many there are is chance; what they find is seen in the next one.
 */
export const tellingMoments = (moments: string[], others: Set<string>): string[] =>
  moments.filter((moment, at) => {
    if (others.has(moment) || moment.includes(' WITH due AS MATERIALIZED')) return false;
    return moment.startsWith('before') || !moments[at + 1]?.startsWith('before');
  });
