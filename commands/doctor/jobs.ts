import { setTimeout } from 'node:timers/promises';
import { SECOND_MS } from '../../domain/durations.ts';
import { isJobName } from '../../domain/jobs/jobs.ts';
import { IS_HELD } from '../../domain/jobs/mail-limits.ts';
import { readDatabaseUrl } from '../../prisma/database-url.ts';
import type { DatabaseCheck } from './check.ts';
import { count, fault, inWords, ok, skipped, warning } from './finding.ts';

/** A sweep comes every 15 s, so two of them have passed. */
const LATE_SECONDS = 30;
/** What a request causes is done within 120 s, whatever happened in between. */
const VERY_LATE_SECONDS = 120;

type Waiting = { queue: string; due: number; seconds: number };
type Reason = { name: string; reason: string | null; count: number };

/** The newest ones are enough to tell what is wrong now, and their number is bounded. */
const RETRIES = `
  SELECT 'retry' AS name, last_error AS reason, count(*)::int AS count FROM (
    SELECT last_error FROM jobs WHERE finished_at IS NULL AND status = 'QUEUED' AND attempt > 0 AND last_error IS NOT NULL LIMIT 10000
  ) waiting GROUP BY 2 ORDER BY 3 DESC`;
const FAILED = `
  SELECT name, last_error AS reason, count(*)::int AS count FROM (
    SELECT name, last_error FROM jobs WHERE status = 'FAILED' AND finished_at > now() - interval '7 days' ORDER BY finished_at DESC LIMIT 10000
  ) failed GROUP BY 1, 2 ORDER BY 3 DESC`;

const CONNECTED = `
  SELECT count(*)::int AS count FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'gatehouse worker'`;

/** A worker that has just started, or lost its connections, is there a moment later. */
const LOOKS = 4;

const sum = (rows: { count: number }[]): number => rows.reduce((total, row) => total + row.count, 0);

export const jobChecks: DatabaseCheck[] = [
  {
    name: 'worker',
    lookAt: async (database, { config: { databaseUrl } }) => {
      if (readDatabaseUrl(databaseUrl).connectionString.includes('application_name')) {
        return skipped('DATABASE_URL names all processes alike; look at the due jobs');
      }
      let connections = 0;
      for (let look = 0; connections === 0 && look < LOOKS; look++) {
        if (look > 0) await setTimeout(SECOND_MS);
        const { rows } = await database.query<{ count: number }>(CONNECTED);
        connections = rows[0]?.count ?? 0;
      }
      if (connections > 0) return ok(`connected to the database (${count(connections, 'connection')})`);
      return fault(
        'none is connected to the database, so no mail is sent and nothing is decided',
        'start npm run worker, or look at its log',
      );
    },
  },
  {
    name: 'due jobs',
    lookAt: async (database) => {
      const { rows } = await database.query<Waiting>(
        `SELECT queue, count(*)::int AS due, extract(epoch FROM now() - min(due_at))::float AS seconds
         FROM jobs job WHERE finished_at IS NULL AND status = 'QUEUED' AND due_at <= now() AND NOT ${IS_HELD} GROUP BY queue ORDER BY seconds DESC`,
      );
      const [oldest] = rows;
      if (!oldest) return ok('none waits');
      const said = rows.map(({ queue, due, seconds }) => `${due} in ${queue}, the oldest for ${inWords(seconds)}`).join('; ');
      const todo =
        'mend what is told above first; else look whether a worker runs and what its log says, and start more workers if it is busy';
      if (oldest.seconds > VERY_LATE_SECONDS) return fault(said, todo);
      return oldest.seconds > LATE_SECONDS ? warning(said, todo) : ok(said);
    },
  },
  {
    name: 'limits of emails',
    lookAt: async (database) => {
      const { rows } = await database.query<{ held: number; seconds: number | null }>(
        `SELECT count(*)::int AS held, extract(epoch FROM now() - min(due_at))::float AS seconds
         FROM jobs job WHERE finished_at IS NULL AND status = 'QUEUED' AND due_at <= now() AND ${IS_HELD}`,
      );
      const { held = 0, seconds } = rows[0] ?? {};
      if (held === 0) return ok('no email waits');
      return ok(
        `${count(held, 'email')} waiting for MAIL_LIMIT or MAIL_LIMIT_PER_PORTAL, the oldest for ${inWords(seconds ?? 0)}`,
      );
    },
  },
  {
    name: 'running jobs',
    lookAt: async (database) => {
      const { rows } = await database.query<{ late: number; running: number; seconds: number | null }>(
        `SELECT count(*)::int AS running, count(*) FILTER (WHERE due_at < now())::int AS late,
           extract(epoch FROM now() - min(due_at))::float AS seconds FROM jobs WHERE finished_at IS NULL AND status = 'RUNNING'`,
      );
      const { running = 0, late = 0, seconds } = rows[0] ?? {};
      if (late === 0) return ok(`${running} running`);
      return warning(
        `${count(late, 'job')} past the lease, the oldest for ${inWords(seconds ?? 0)}: a worker died or hangs`,
        'nothing if another worker runs, which takes them within 15 s; else start one',
      );
    },
  },
  {
    name: 'retries',
    lookAt: async (database) => {
      const { rows } = await database.query<Reason>(RETRIES);
      const [first] = rows;
      if (!first) return ok('no job waits for another attempt');
      return warning(
        `${count(sum(rows), 'job')} failed and waiting for another attempt; ${first.count} because: ${first.reason}`,
        'mend the reason; they run again by themselves for 25 h',
      );
    },
  },
  {
    name: 'failed jobs',
    lookAt: async (database) => {
      const { rows } = await database.query<Reason>(FAILED);
      const [first] = rows;
      if (!first) return ok('none failed for good in 7 days');
      return warning(
        `${count(sum(rows), 'job')} failed for good in 7 days; ${first.count} ${first.name} because: ${first.reason ?? 'unknown'}`,
        'mend the reason, then run them again on the page /admin/jobs',
      );
    },
  },
  {
    name: 'kinds of jobs',
    lookAt: async (database) => {
      const { rows } = await database.query<{ name: string }>('SELECT DISTINCT name FROM jobs WHERE finished_at IS NULL');
      const unknown = rows.filter(({ name }) => !isJobName(name)).map(({ name }) => name);
      if (unknown.length === 0) return ok('this version knows all that wait');
      return warning(
        `this version does not know ${unknown.slice(0, 3).join(', ')}`,
        'run a worker of the version that wrote them, which is newer',
      );
    },
  },
];
