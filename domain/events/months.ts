import { Prisma } from '../../prisma/generated/client/client.ts';
import type { RawStatements } from '../../prisma/raw-statements.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import type { Purge } from '../remove-rows.ts';
import { holdEvents } from './hold-events.ts';
import { ofEvents } from './partitions.ts';
import { removedTo } from './remove-events.ts';

/**
 * A worker that is away for less than this leaves no month without a partition.
 * @limit months: Months ahead for which events have a partition. Beyond: Their events are stored in `events_other`.
 */
export const MONTHS_AHEAD = 2;
/**
 * Acts that write an event wait behind it.
 * @limit Time that adding or dropping a month waits for those who read events. Beyond: The next sweep tries again.
 */
export const MONTH_LOCK_TIMEOUT_MS = 200;

type Month = { name: string; from: string; to: string };
type Database = Pick<RawStatements, '$queryRaw'>;

/** A lower bound of the ids of that time, which are UUIDs of version 7 (RFC 9562, section 5.7). */
const firstIdOf = (time: Prisma.Sql) =>
  Prisma.sql`(lpad(to_hex((extract(epoch FROM ${time} AT TIME ZONE 'UTC') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;

/** Makes the partitions of this month and the next ones. One statement if they are there. */
export const addMonths: Purge = async (app) => {
  if ((await findMissing(app.prisma)).length === 0) return 0;
  return await changeEvents(app, async (tx) => {
    // Another worker may have made them meanwhile.
    const due = await findMissing(tx);
    for (const { name, from, to } of due) {
      for (const statement of [
        `CREATE TABLE ${name} (LIKE events INCLUDING DEFAULTS)`,
        `CREATE UNIQUE INDEX ${name}_position_key ON ${name} (position) WHERE position IS NOT NULL`,
        `CREATE TRIGGER ${name}_not_emptied BEFORE TRUNCATE ON ${name} EXECUTE FUNCTION refuse_change_of_events()`,
        `ALTER TABLE events ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`,
      ])
        await tx.$executeRaw(Prisma.raw(statement));
    }
    return due.length;
  });
};

/** A month of which events are stored elsewhere already gets none: they would have to move. */
const findMissing = (prisma: Database): Promise<Month[]> => prisma.$queryRaw<Month[]>`
  WITH partition AS MATERIALIZED (${ofEvents}),
  month AS MATERIALIZED (
    SELECT 'events_' || to_char(at, 'YYYY_MM') AS name, ${firstIdOf(Prisma.sql`at`)} AS "from",
      ${firstIdOf(Prisma.sql`(at + interval '1 month')`)} AS "to"
    FROM (
      SELECT date_trunc('month', now() AT TIME ZONE 'UTC') + n * interval '1 month' AS at
      FROM generate_series(0, ${Prisma.raw(String(MONTHS_AHEAD))}) n
    ) ahead
  )
  SELECT * FROM month
  WHERE name NOT IN (SELECT name FROM partition)
    AND replace(name, 'events_', 'events_until_') >= ALL (SELECT name FROM partition WHERE name LIKE 'events_until_%')
    AND NOT EXISTS (SELECT FROM events_other WHERE id >= "from" AND id < "to")
  ORDER BY name`;

/** Drops the months that are older than AUDIT_TTL, once all their events belong to checkpoints that are marked as removed. */
export const dropOldMonths: Purge = async (app) => {
  let dropped = 0;
  for (const name of await findOver(app.prisma, app.settings.auditTtl)) {
    dropped += await changeEvents(app, async (tx) => {
      // An event of a clock that is far behind may have come meanwhile. None can come from here on.
      await tx.$executeRaw`LOCK TABLE events IN ACCESS EXCLUSIVE MODE`;
      const isStillOver = (await findOver(tx, app.settings.auditTtl)).includes(name);
      if (isStillOver) await tx.$executeRaw(Prisma.raw(`DROP TABLE ${name}`));
      return isStillOver ? 1 : 0;
    });
  }
  return dropped;
};

async function findOver(prisma: Database, auditTtl: number): Promise<string[]> {
  const old = await prisma.$queryRaw<{ name: string }[]>`
    SELECT name FROM (${ofEvents}) partition
    WHERE name ~ '^events_(until_)?[0-9]{4}_[0-9]{2}$'
      AND to_date(right(name, 7), 'YYYY_MM') + CASE WHEN name LIKE '%until%' THEN interval '0' ELSE interval '1 month' END
        < ${ago(auditTtl)} AT TIME ZONE 'UTC'
    ORDER BY name`;
  const over: string[] = [];
  for (const { name } of old) {
    const [{ isOver }] = await prisma.$queryRaw<[{ isOver: boolean }]>`
      SELECT NOT EXISTS (SELECT FROM ${Prisma.raw(name)} WHERE position IS NULL)
        AND coalesce((SELECT max(position) FROM ${Prisma.raw(name)}) <= ${removedTo}, true) AS "isOver"`;
    if (isOver) over.push(name);
  }
  return over;
}

/** All of it, or nothing. Nothing while another worker numbers events or does the same. */
const changeEvents = ({ prisma }: App, change: (tx: RawStatements) => Promise<number>): Promise<number> =>
  prisma.$rawTransaction(async (tx) => {
    if (!(await holdEvents(tx))) return 0;
    await tx.$executeRaw(Prisma.raw(`SET LOCAL lock_timeout = ${MONTH_LOCK_TIMEOUT_MS}`));
    return await change(tx);
  });
