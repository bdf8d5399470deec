import type { App } from '../domain/app.ts';
import { remindUnverified } from '../domain/developers/remind-unverified.ts';
import { removeUnverified } from '../domain/developers/remove-unverified.ts';
import { purges } from '../domain/purges.ts';
import type { Purge } from '../domain/remove-rows.ts';
import type { Environment } from './environment.ts';
import { reasonOf } from './failures.ts';

/**
 * Rows that one statement of a purge takes: it ends long before the statement timeout of the database.
 * @limit rows: Rows that one statement of a purge deletes. Beyond: Another statement follows.
 */
export const MOST_ROWS_IN_PURGE = 500;
/**
 * Statements of one purge in one sweep: a long purge must not hold up the jobs. The next sweep goes on.
 * @limit statements: Statements of one purge in one sweep. Beyond: The next sweep goes on.
 */
export const MOST_STATEMENTS_IN_PURGE = 20;

type Place = Pick<Environment, 'app' | 'log'>;

export async function purge(place: Place): Promise<void> {
  await runEach(place, purges);
}

export async function tidyUnverified(place: Place): Promise<void> {
  const { reminded, removed } = await runEach(place, { reminded: remindUnverified, removed: removeUnverified });
  if (reminded || removed) place.log.info({ reminded, removed }, 'registrations that were never verified');
}

/** One purge that fails does not stop the others. All that fail for one reason are one line of the log. @returns how many things each took */
async function runEach<Name extends string>(
  { app, log }: Place,
  runs: Record<Name, Purge>,
): Promise<Partial<Record<Name, number>>> {
  const counts: Partial<Record<Name, number>> = {};
  const failed = new Map<string, string[]>();
  for (const [name, run] of Object.entries<Purge>(runs)) {
    try {
      counts[name as Name] = await runInBatches(app, run);
    } catch (error) {
      const reason = reasonOf(error);
      failed.set(reason, [...(failed.get(reason) ?? []), name]);
    }
  }
  for (const [reason, of] of failed) log.warn({ purges: of, reason }, 'a purge failed, the next sweep will try again');
  return counts;
}

async function runInBatches(app: App, run: Purge): Promise<number> {
  let sum = 0;
  for (let batch = 0; batch < MOST_STATEMENTS_IN_PURGE; batch++) {
    const count = await run(app, MOST_ROWS_IN_PURGE);
    sum += count;
    if (count < MOST_ROWS_IN_PURGE) break;
  }
  return sum;
}
