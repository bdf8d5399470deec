import { redact } from '../../log.ts';
import { areFewLeft, inWords as programsOf, whoConnects } from '../../prisma/who-connects.ts';
import type { DatabaseCheck } from './check.ts';
import { count, fault, inWords, ok, warning } from './finding.ts';

const SHOWN = 3;
/** Values in a statement can be of persons, or a password. */
const shortened = (sql: string): string =>
  redact(sql.replaceAll(/'(?:[^']|'')*'?/g, "'...'").replaceAll(/\s+/g, ' ')).slice(0, 100);

const WORKING = `
  SELECT pid, coalesce(nullif(application_name, ''), usename, 'no name') AS name, query AS sql, state,
    extract(epoch FROM clock_timestamp() - query_start)::float AS seconds, extract(epoch FROM clock_timestamp() - xact_start)::float AS since
  FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`;

/** How to end the connections of the largest group that is not ours, if there is one with a name. */
function endOf(groups: { name: string; count: number }[]): string {
  const other = groups.find(({ name }) => !/^gatehouse |^no name$/.test(name));
  if (!other) return '';
  return `end those of ${other.name}: SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE coalesce(nullif(application_name, ''), usename) = '${other.name.replaceAll("'", "''")}' AND pid <> pg_backend_pid(); or `;
}

type Working = { pid: number; name: string; sql: string; state: string; seconds: number; since: number };

const BLOCKING = `
  SELECT blocker.pid, coalesce(nullif(blocker.application_name, ''), blocker.usename, 'no name') AS name, blocker.query AS sql, blocker.state,
    extract(epoch FROM clock_timestamp() - blocker.xact_start)::float AS since, 0::float AS seconds, count(DISTINCT blocked.pid)::int AS waiting
  FROM pg_stat_activity blocked CROSS JOIN LATERAL unnest(pg_blocking_pids(blocked.pid)) AS by (pid)
  JOIN pg_stat_activity blocker ON blocker.pid = by.pid AND cardinality(pg_blocking_pids(blocker.pid)) = 0
  WHERE blocked.datname = current_database() AND blocked.wait_event_type = 'Lock' AND blocked.query_start < clock_timestamp() - interval '500 milliseconds'
  GROUP BY blocker.pid, 2, 3, 4, blocker.xact_start ORDER BY waiting DESC`;

const told = ({ pid, name, sql }: Working, seconds: number): string =>
  `pid ${pid} (${name}) for ${inWords(seconds)}: ${shortened(sql)}`;

/** A request that waits for a statement for so long ends by itself, as our own statements do after 4 s. */
const SLOW_SECONDS = 2;
/** Our own transactions end when they are idle for 10 s. */
const IDLE_SECONDS = 10;
const MANY_DEAD = 100_000;

export const loadChecks: DatabaseCheck[] = [
  {
    name: 'connections',
    lookAt: async (database) => {
      const connections = await whoConnects(database);
      const { used, most, holders } = connections;
      const said = `${used} of ${most} are used: ${programsOf(connections)}`;
      const todo = `${endOf(holders)}start fewer processes, lower connection_limit, or raise max_connections`;
      if (areFewLeft(connections)) return fault(said, todo);
      return used > most * 0.8 ? warning(said, todo) : ok(said);
    },
  },
  {
    name: 'locks',
    lookAt: async (database) => {
      const { rows } = await database.query<Working & { waiting: number }>(BLOCKING);
      const [first] = rows;
      if (!first) return ok('no statement waits for another');
      const isIdle = /^idle/.test(first.state);
      const said = `${count(first.waiting, 'statement')} waiting for pid ${first.pid} (${first.name}, ${first.state}, since ${inWords(first.since)}), whose ${isIdle ? 'last ' : ''}statement is: ${shortened(first.sql)}`;
      return fault(said, `${isIdle ? 'commit it' : 'let it end'}, or end it: SELECT pg_terminate_backend(${first.pid});`);
    },
  },
  {
    name: 'slow statements',
    lookAt: async (database) => {
      const { rows } = await database.query<Working>(
        `${WORKING} AND state = 'active' AND wait_event_type IS DISTINCT FROM 'Lock' AND query_start < clock_timestamp() - interval '${SLOW_SECONDS} seconds' ORDER BY query_start`,
      );
      if (rows.length === 0) return ok(`none runs for longer than ${SLOW_SECONDS} s, but for those that wait for a lock`);
      const said = rows.slice(0, SHOWN).map((row) => told(row, row.seconds));
      return warning(
        `${count(rows.length, 'statement')} running for longer than ${SLOW_SECONDS} s; ${said.join('; ')}`,
        `if it should not run: SELECT pg_cancel_backend(${rows[0]?.pid});`,
      );
    },
  },
  {
    name: 'idle transactions',
    lookAt: async (database) => {
      const { rows } = await database.query<Working>(
        `${WORKING} AND state LIKE 'idle in transaction%' AND state_change < clock_timestamp() - interval '${IDLE_SECONDS} seconds' ORDER BY xact_start`,
      );
      if (rows.length === 0) return ok(`none is open and idle for longer than ${IDLE_SECONDS} s`);
      const said = rows.slice(0, SHOWN).map((row) => told(row, row.since));
      return warning(
        `${count(rows.length, 'transaction')} open and idle, which keep locks and dead rows; ${said.join('; ')}`,
        `commit it, or end it: SELECT pg_terminate_backend(${rows[0]?.pid});`,
      );
    },
  },
  {
    name: 'dead rows',
    lookAt: async (database) => {
      const { rows } = await database.query<{ name: string; dead: number }>(
        'SELECT relname AS name, n_dead_tup::int AS dead FROM pg_stat_user_tables WHERE n_dead_tup > greatest($1::bigint, n_live_tup) ORDER BY 2 DESC',
        [MANY_DEAD],
      );
      const [first] = rows;
      if (!first) return ok('autovacuum keeps up');
      return warning(
        `${first.name} has ${first.dead} dead rows, more than live ones`,
        `end old transactions, then run: VACUUM ${first.name};`,
      );
    },
  },
];
