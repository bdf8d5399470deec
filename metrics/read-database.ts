import { urgent } from '../domain/jobs/claim-jobs.ts';
import { IS_HELD } from '../domain/jobs/mail-limits.ts';
import { waitsForAdmin } from '../domain/requests/count-requests.ts';
import { Prisma } from '../prisma/generated/client/client.ts';
import { openPool } from '../prisma/open-pool.ts';
import { type Connections, whoConnects } from '../prisma/who-connects.ts';

/**
 * @limit Time of one statement of `/metrics`. Beyond: The database cancels the statement, and what it reads is missing in the answer.
 */
export const SCRAPE_STATEMENT_TIMEOUT_MS = 1_000;
/** @limit Time in which `/metrics` begins statements. Beyond: What the other statements read is missing in the answer. */
export const SCRAPE_MS = 3_000;
/** @limit Time that the connection of `/metrics` stays open when nobody asks. Beyond: It is closed. */
export const SCRAPE_IDLE_MS = 90_000;
/** @limit portals: Portals that `/metrics` tells apart, the oldest first. Beyond: They are summed up as `other`. */
export const MOST_PORTALS_MEASURED = 100;
/** @limit rows: Requests of a portal, jobs of a queue, failed jobs, and lapsed sending domains, that `/metrics` counts. Beyond: The count stops. */
export const MOST_ROWS_MEASURED = 10_000;

/** Null where nothing waits. */
type Waiting = { portal: string | null; waiting: number; oldest: number | null };
type Due = { queue: string; due: number; oldest: number | null; held: number };
type Mailbox = { unread: number; age: number };
type Log = { checkpoint: number | null; unsealed: number | null };

/** What the database says, in seconds and rows. A part is null if its statement failed. */
export type Reading = {
  isUp: boolean;
  requests: Waiting[] | null;
  jobs: Due[] | null;
  failed: { failed: number }[] | null;
  lapsed: { lapsed: number }[] | null;
  mailbox: Mailbox[] | null;
  log: Log[] | null;
  connections: Connections | null;
};

const age = (moment: Prisma.Sql) => Prisma.sql`greatest(0, extract(epoch FROM now() - ${moment}))::float`;

// The orders lead through the indexes. `max` knows no ids before PostgreSQL 18.
const REQUESTS = Prisma.sql`
  WITH named AS MATERIALIZED (SELECT id, slug FROM portals ORDER BY id LIMIT ${MOST_PORTALS_MEASURED})
  SELECT slug AS portal, waiting, oldest FROM named CROSS JOIN LATERAL (
    SELECT count(*)::int AS waiting, ${age(Prisma.sql`min(waiting_since)`)} AS oldest FROM (
      SELECT waiting_since FROM developers WHERE portal_id = named.id AND waiting_since IS NOT NULL AND ${waitsForAdmin}
      ORDER BY waiting_since LIMIT ${MOST_ROWS_MEASURED}
    ) request
  ) counted
  UNION ALL
  SELECT NULL, count(*)::int, ${age(Prisma.sql`min(waiting_since)`)} FROM (
    SELECT waiting_since FROM developers
    WHERE portal_id > (SELECT id FROM named ORDER BY id DESC LIMIT 1) AND waiting_since IS NOT NULL AND ${waitsForAdmin}
    ORDER BY portal_id, waiting_since LIMIT ${MOST_ROWS_MEASURED}
  ) request`;

const due = (which: Prisma.Sql) => Prisma.sql`(
  SELECT queue, due_at, portal_id, is_urgent FROM jobs WHERE jobs.queue = known.queue AND ${which} AND finished_at IS NULL AND due_at <= now()
  ORDER BY due_at LIMIT ${MOST_ROWS_MEASURED}
)`;

// However many emails wait for a limit, the urgent ones are counted.
const JOBS = Prisma.sql`
  SELECT queue::text, due, oldest, held FROM unnest(enum_range(NULL::"Queue")) AS known (queue) CROSS JOIN LATERAL (
    SELECT (count(*) FILTER (WHERE NOT is_held))::int AS due, ${age(Prisma.sql`min(due_at) FILTER (WHERE NOT is_held)`)} AS oldest,
      (count(*) FILTER (WHERE is_held))::int AS held
    FROM (
      SELECT due_at, ${Prisma.raw(IS_HELD)} AS is_held
      FROM (${due(urgent)} UNION ALL ${due(Prisma.sql`NOT is_urgent`)} LIMIT ${MOST_ROWS_MEASURED}) job
    ) job
  ) counted`;

const FAILED = Prisma.sql`
  SELECT count(*)::int AS failed FROM (
    SELECT FROM jobs WHERE status = 'FAILED' ORDER BY finished_at LIMIT ${MOST_ROWS_MEASURED}
  ) job`;

const LAPSED = Prisma.sql`
  SELECT count(*)::int AS lapsed FROM (
    SELECT FROM sender_domains WHERE lapsed_at IS NOT NULL LIMIT ${MOST_ROWS_MEASURED}
  ) domain`;

const MAILBOX = Prisma.sql`SELECT mailbox_unread AS unread, ${age(Prisma.sql`mailbox_looked_at`)} AS age FROM installation
  WHERE mailbox_looked_at IS NOT NULL`;

const LOG = Prisma.sql`
  WITH last AS MATERIALIZED (SELECT last_position, created_at FROM event_checkpoints ORDER BY number DESC LIMIT 1)
  SELECT (SELECT ${age(Prisma.sql`created_at`)} FROM last) AS checkpoint, ${age(Prisma.sql`least(
    (SELECT at FROM events WHERE position > coalesce((SELECT last_position FROM last), 0) ORDER BY position LIMIT 1),
    (SELECT at FROM events WHERE position IS NULL ORDER BY at, id LIMIT 1)
  )`)} AS unsealed`;

/**
 * Reads the database on a connection of its own: when all others are in use, an operator needs the numbers most. It is opened at the first
 * reading.
 */
export function openReader(databaseUrl: string): { read: () => Promise<Reading>; close: () => Promise<void> } {
  const pool = openPool(databaseUrl, {
    name: 'metrics',
    max: 1,
    statementTimeoutMs: SCRAPE_STATEMENT_TIMEOUT_MS,
    queryTimeoutMs: SCRAPE_STATEMENT_TIMEOUT_MS,
    idleTimeoutMs: SCRAPE_IDLE_MS,
  });
  const read = async (): Promise<Reading> => {
    const until = performance.now() + SCRAPE_MS;
    const ask = async <Row extends object>({ text, values }: Prisma.Sql): Promise<Row[] | null> => {
      if (performance.now() > until) return null;
      return await pool.query<Row>({ text, values }).then(
        ({ rows }) => rows,
        () => null,
      );
    };
    // One after the other: there is one connection.
    const isUp = (await ask(Prisma.sql`SELECT`)) !== null;
    if (!isUp)
      return { isUp, requests: null, jobs: null, failed: null, lapsed: null, mailbox: null, log: null, connections: null };
    return {
      isUp,
      connections: await whoConnects(pool).catch(() => null),
      requests: await ask<Waiting>(REQUESTS),
      jobs: await ask<Due>(JOBS),
      failed: await ask<{ failed: number }>(FAILED),
      lapsed: await ask<{ lapsed: number }>(LAPSED),
      mailbox: await ask<Mailbox>(MAILBOX),
      log: await ask<Log>(LOG),
    };
  };
  return { read, close: () => pool.end() };
}
