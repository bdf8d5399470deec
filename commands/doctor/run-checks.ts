import { setTimeout } from 'node:timers/promises';
import { redact } from '../../log.ts';
import type { Pool } from '../../prisma/open-pool.ts';
import { problemOf } from '../../prisma/problem.ts';
import type { Check, DatabaseCheck, Installation } from './check.ts';
import { type Finding, fault, skipped } from './finding.ts';

/**
 * More than the longest wait of any check, each of which has bounds of its own.
 * @limit Time of one check of `npm run doctor`. Beyond: The check is a fault, and the next one runs.
 */
export const LONGEST_CHECK_MS = 45_000;

export type Told = Finding & { check: string };

/** Runs one check. It never throws. */
export async function runCheck({ name, look }: Check, installation: Installation, longestMs = LONGEST_CHECK_MS): Promise<Told> {
  const stop = new AbortController();
  const late = setTimeout(longestMs, undefined, { signal: stop.signal, ref: false }).then(
    () => fault(`no answer within ${longestMs / 1_000} s`, 'look at what the lines before tell, and try again'),
    () => skipped('ended'),
  );
  const looked = look(installation).catch((error) => fault(reasonOf(error), 'mend that, and run this again'));
  const finding = await Promise.race([looked, late]);
  stop.abort();
  return { check: name, ...finding };
}

/** As a check like the others, which needs the database. */
export const ofDatabase = ({ name, lookAt }: DatabaseCheck, database: Pool): Check => ({
  name,
  look: (installation) =>
    lookAt(database, installation).catch((error) => {
      if (/timeout/i.test(String(error))) {
        return fault('its statement did not end in time', 'look at the lines locks and slow statements');
      }
      // Of a file, such as the folder of migrations.
      if (error instanceof Error && 'path' in error)
        return fault(reasonOf(error), 'run the doctor in the folder of the installation');
      // A user without rights on a table, or a table that is not there yet.
      return fault(problemOf(error), 'mend that, and run this again');
    }),
});

const reasonOf = (error: unknown): string => redact(error instanceof Error ? error.message : String(error)).slice(0, 300);
