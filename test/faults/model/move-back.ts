import { TABLES } from '../../kit/database.ts';
import type { Installation } from '../../kit/installation.ts';

/** What has a clock of its own: the admins stay logged in, each with the device that is known, and the queue and the migrations are none of ours. */
const LEFT_OUT = ['admin_sessions', 'admin_known_clients', 'admins', 'event_checkpoints'];

type Column = { table: string; column: string; isList: boolean };

/** For each table, what sets its times back by `$1` milliseconds. Columns that PostgreSQL computes follow by themselves. */
export async function columnsOfTime({ sql }: Installation): Promise<Map<string, string[]>> {
  const columns = await sql<Column>(
    `SELECT table_name AS table, column_name AS column, data_type = 'ARRAY' AS "isList"
     FROM information_schema.columns
     WHERE table_name IN (${TABLES}) AND table_schema = 'public' AND is_generated = 'NEVER'
       AND (data_type = 'timestamp with time zone' OR udt_name = '_timestamptz') AND table_name <> ALL ($1)`,
    [LEFT_OUT],
  );
  const byTable = Map.groupBy(columns, ({ table }) => table);
  return new Map([...byTable].map(([table, all]) => [table, all.map(setBack)]));
}

function setBack({ column, isList }: Column): string {
  if (!isList) return `"${column}" = "${column}" - step`;
  return `"${column}" = ARRAY(SELECT at - step FROM unnest("${column}") WITH ORDINALITY AS list (at, place) ORDER BY place)`;
}

/**
 * Lets time pass: for everything that is stored, it is so much longer ago. Triggers are off, because nothing happens to the rows, and
 * because events cannot be changed otherwise.
 */
export async function moveBack({ sql }: Installation, times: Map<string, string[]>, ms: number): Promise<void> {
  const updates = [...times].map(([table, sets]) => `UPDATE "${table}" SET ${sets.join(', ')};`).join('\n');
  await sql(`DO $$ DECLARE step interval := interval '${ms} milliseconds'; BEGIN
    SET LOCAL session_replication_role = replica;
    ${updates}
  END $$`);
}
