import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import type { Queue } from '../../domain/jobs/jobs.ts';

const NAMES = { APPROVALS: 'evaluateApproval', MAILS: 'sendApprovedEmail' } as const satisfies Record<Queue, string>;
const QUEUES = ['APPROVALS', 'MAILS'] as const;
/** More than a second of work, so that the worker never waits for more. */
const WAITING = 6_000;
const SEED_AT_ONCE = 250_000;
const FEED_EVERY_MS = 100;

export type Handled = Record<Queue, number>;

/** Writes jobs by SQL into the database of a measurement. */
export async function openFeed(databaseUrl: string) {
  const [writer, holder] = [new Client({ connectionString: databaseUrl }), new Client({ connectionString: databaseUrl })];
  await Promise.all([writer.connect(), holder.connect()]);
  const added: Handled = { APPROVALS: 0, MAILS: 0 };
  return {
    added,
    /** Jobs that were done in the six days before that many days ago. */
    seedDone: async (rows: number, daysAgo = 0) => {
      for (let left = rows; left > 0; left -= SEED_AT_ONCE) {
        await writer.query(SEED, [Math.min(left, SEED_AT_ONCE), daysAgo]);
        console.error(
          `  ${(rows - Math.max(0, left - SEED_AT_ONCE)).toLocaleString('en')} of ${rows.toLocaleString('en')} done rows`,
        );
      }
      await writer.query('VACUUM ANALYZE jobs');
    },
    /** Keeps all that later transactions leave behind: VACUUM may remove none of it. */
    holdTransaction: async () => {
      await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await holder.query('SELECT count(*) FROM portals');
    },
    /** Keeps enough jobs waiting. */
    feedUntil: async (isOver: () => boolean, handled: () => Handled, ring: (queues: Queue[]) => void) => {
      for (; !isOver(); await setTimeout(FEED_EVERY_MS)) {
        for (const queue of QUEUES) {
          const missing = WAITING - (added[queue] - handled()[queue]);
          if (missing <= 0) continue;
          await writer.query(ADD, [queue, NAMES[queue], missing]);
          added[queue] += missing;
          ring([queue]);
        }
      }
    },
    countOpen: async (): Promise<number> => {
      const { rows } = await writer.query<{ count: number }>('SELECT count(*)::int FROM jobs WHERE finished_at IS NULL');
      return rows[0]?.count ?? Number.NaN;
    },
    close: () => Promise.all([writer.end(), holder.end()]),
  };
}

const PAYLOAD = `jsonb_build_object('developerId', gen_random_uuid())`;

const SEED = `INSERT INTO jobs (id, queue, portal_id, name, payload, status, attempt, due_at, created_at, finished_at)
  SELECT gen_random_uuid(), 'MAILS', portals.id, 'sendApprovedEmail', ${PAYLOAD}, 'DONE', 1, at, at, at
  FROM portals, generate_series(1, $1) n, LATERAL (SELECT now() - interval '1 day' * ($2 + 6 * random()) + n * interval '0') AS done (at)`;

const ADD = `INSERT INTO jobs (id, queue, portal_id, name, payload)
  SELECT gen_random_uuid(), $1::"Queue", portals.id, $2, ${PAYLOAD} FROM portals, generate_series(1, $3)`;
