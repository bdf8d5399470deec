import type { Client } from 'pg';
import { TABLES } from '../../kit/database.ts';

export type Row = Record<string, unknown>;

/** What differs between the database now and the image. */
export type Difference = { table: string; added: Row[]; removed: Row[] }[];

type Table = { name: string; columns: string };

/** All rows of a database but those of the queue, which only rings, to which it can be set back again and again. */
export type Image = { schema: string; tables: Table[]; rows: Map<string, Set<string>> };

export async function takeImage(client: Client, schema: string): Promise<Image> {
  // Triggers and foreign keys are off where rows are put back.
  await client.query(`SET session_replication_role = replica; SET intervalstyle = 'postgres'; SET timezone = 'UTC'`);
  const { rows: tables } = await client.query<Table>(
    `SELECT quote_ident(relname) AS name, string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns
     FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
     WHERE relname IN (${TABLES}) AND relnamespace = 'public'::regnamespace GROUP BY relname ORDER BY relname`,
  );
  await client.query(`CREATE SCHEMA ${schema}`);
  for (const { name, columns } of tables)
    await client.query(`CREATE TABLE ${schema}.${name} AS SELECT ${columns} FROM public.${name}`);
  const rows = new Map<string, Set<string>>();
  for (const [name, found] of await readAll(client, tables)) rows.set(name, new Set(found));
  return { schema, tables, rows };
}

async function readAll(client: Client, tables: Table[]): Promise<Map<string, string[]>> {
  const all = tables.map(
    ({ name, columns }) => `SELECT '${name}' AS name, to_jsonb(r)::text AS row FROM (SELECT ${columns} FROM public.${name}) r`,
  );
  const { rows } = await client.query<{ name: string; row: string }>(all.join(' UNION ALL '));
  const found = new Map<string, string[]>(tables.map(({ name }) => [name, []]));
  for (const { name, row } of rows) found.get(name)?.push(row);
  return found;
}

/** What changed since the image. */
export async function compare(client: Client, image: Image): Promise<Difference> {
  const difference: Difference = [];
  for (const [table, rows] of await readAll(client, image.tables)) {
    const before = image.rows.get(table) ?? new Set();
    const now = new Set(rows);
    const added = rows.filter((row) => !before.has(row)).map((row) => JSON.parse(row));
    const removed = [...before].filter((row) => !now.has(row)).map((row) => JSON.parse(row));
    if (added.length + removed.length > 0) difference.push({ table, added, removed });
  }
  return difference;
}

/** Puts back what differs. */
export async function restore(client: Client, image: Image, difference: Difference): Promise<void> {
  const changed = new Set(difference.map(({ table }) => table));
  const statements = image.tables
    .filter(({ name }) => changed.has(name))
    .map(
      ({ name, columns }) =>
        `DELETE FROM public.${name}; INSERT INTO public.${name} (${columns}) SELECT ${columns} FROM ${image.schema}.${name}`,
    );
  if (statements.length > 0) await client.query(`BEGIN; ${statements.join('; ')}; COMMIT`);
}
