import type { Client } from 'pg';

/** What a table has for one person, with its indexes. */
export type Stored = { table: string; rows: number; bytes: number };

/** Tables with fewer rows a person than this do not grow with people. */
const FEW = 0.5;
/** What an empty installation has. */
const OTHERS = ['_prisma_migrations', 'installation', 'portals'];

/** @returns the tables that grow with people, without what is dead. All people in the database came in the same way. */
export async function bytesOfEach(client: Client): Promise<Stored[]> {
  const [{ people = 0 } = {}] = (await client.query('SELECT count(*)::int AS people FROM developers')).rows;
  const tables = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace AND relname <> ALL ($1)`,
    [OTHERS],
  );
  const stored: Stored[] = [];
  for (const { name: table } of tables.rows) {
    await client.query(`VACUUM FULL ${table}`);
    const sized = await client.query<{ rows: number; bytes: number }>(
      // Of a table without partitions, pg_partition_tree says nothing.
      `SELECT (SELECT count(*) FROM ${table})::float8 AS rows, sum(pg_total_relation_size(oid))::float8 AS bytes
       FROM pg_class WHERE oid = '${table}'::regclass OR oid IN (SELECT relid FROM pg_partition_tree('${table}'))`,
    );
    const [{ rows, bytes } = { rows: 0, bytes: 0 }] = sized.rows;
    if (rows / people >= FEW) stored.push({ table, rows: rows / people, bytes: bytes / people });
  }
  return stored.toSorted((one, other) => other.bytes - one.bytes);
}
