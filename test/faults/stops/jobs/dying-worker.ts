import { type Process, startProcess } from '../../../kit/processes.ts';
import type { Ground } from '../act.ts';

const MOMENTS = new URL('../moments.mjs', import.meta.url).href;
/** A worker takes due jobs at its start, and its first sweep finds what is due by itself. */
const LONGEST_RUN_MS = 30_000;
const LOOK_EVERY_MS = 50;
/** What only a sweep finds is no job yet while the worker loads Prisma's engine for it, and asks nothing. */
export const LEAST_RUN_MS = { jobs: LOOK_EVERY_MS, sweeps: 4_000 };

const startWorker = ({ gatehouse }: Ground, more: Record<string, string>): Process =>
  startProcess('dist/worker.js', {
    ...gatehouse.environment,
    NODE_ENV: 'production',
    NODE_OPTIONS: `--import ${MOMENTS}`,
    ...more,
  });

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The worker has asked nothing yet, or a moment ago, or a job is due. Its queue has connections of another name, and looks all the time. */
const BUSY = `
  WITH connection AS (
    SELECT state, state_change FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'gatehouse worker'
  )
  SELECT WHERE NOT EXISTS (SELECT FROM connection)
    OR EXISTS (SELECT FROM connection WHERE state <> 'idle' OR state_change > now() - interval '0.5 seconds')
    OR EXISTS (SELECT FROM jobs WHERE finished_at IS NULL AND (due_at <= now() OR status = 'RUNNING'))`;

/** Waits until the worker has done all that it does at its start, or is no more. */
async function idle({ gatehouse }: Ground, worker: Process, least: number): Promise<void> {
  const end = performance.now() + LONGEST_RUN_MS;
  let isOver = false;
  void worker.ended.then(() => (isOver = true));
  await Promise.race([worker.ended, worker.says('"started"').then(() => pause(least))]);
  while (!isOver && performance.now() < end && (await gatehouse.sql(BUSY)).length > 0) await pause(LOOK_EVERY_MS);
}

/**
 * Runs all due jobs in a worker of built files.
 * @returns the moments that it passed, such as `before smtp DATA #1`, in their order
 */
export async function momentsOfWorker(ground: Ground, least = LEAST_RUN_MS.jobs): Promise<string[]> {
  const worker = startWorker(ground, { COUNT_MOMENTS: 'yes' });
  await idle(ground, worker, least);
  await worker.kill();
  return worker.output.flatMap((line) => (line.startsWith('MOMENT ') ? [line.slice('MOMENT '.length)] : []));
}

/**
 * Runs due jobs in a worker that dies at a moment.
 * @returns whether it died there
 */
export async function dieAt(ground: Ground, moment: string, least: number): Promise<boolean> {
  const worker = startWorker(ground, { STOP_AT: moment });
  let isAlive = true;
  void worker.ended.then(() => (isAlive = false));
  await idle(ground, worker, least);
  const hasDied = !isAlive;
  await worker.kill();
  return hasDied;
}

/** A moment without its number: `before COMMIT #2` is the step `before COMMIT`. */
export const stepOf = (moment: string): string => moment.replace(/ #\d+$/, '');

/** Parts of every transaction, of those of jobs and of upkeep. */
export const COMMON = /^(before|after) (BEGIN|COMMIT|ROLLBACK|SELECT pg_notify)/;

/**
 * Those at which another state is left than at the one before: the answer to a statement after which the next one follows at once is
 * not told apart from that. Looks for jobs are left out, because how many there are is chance; what they find is seen in the next one.
 * @param others steps of upkeep, which every worker does at its start
 */
export const tellingMoments = (moments: string[], others: Set<string>): string[] =>
  moments.filter((moment, at) => {
    const step = stepOf(moment);
    if ((others.has(step) && !COMMON.test(step)) || / WITH (due|looked) AS MATERIALIZED/.test(moment)) return false;
    return moment.startsWith('before') || !moments[at + 1]?.startsWith('before');
  });

/** Upkeep goes by the clock: events are numbered, and old rows removed, when it is time. So at which moment of a worker is chance. */
export const isOfUpkeep = (step: string): boolean =>
  /event_checkpoints|WITH waiting AS|'events of '|inhparent|WHERE ctid =|UPDATE events SET ip|usual_wait_reckoned_at/.test(
    step,
  );
