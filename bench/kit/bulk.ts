import type { Client } from 'pg';

const AT_ONCE = 100_000;

/** Without writing each changed page twice, and without waiting for the disk. */
const UNSAFE = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off', max_wal_size: '16GB', checkpoint_timeout: '1h' };

/** Fills a new database many times as fast: nothing of it would outlive a power cut. */
export async function inBulk<Result>(client: Client, fill: () => Promise<Result>): Promise<Result> {
  const set = async (how: (name: string, setting: string) => string) => {
    for (const [name, setting] of Object.entries(UNSAFE)) await client.query(`ALTER SYSTEM ${how(name, setting)}`);
    await client.query('SELECT pg_reload_conf()');
  };
  await set((name, setting) => `SET ${name} = '${setting}'`);
  await client.query(`SET maintenance_work_mem = '1GB'`);
  const result = await fill();
  await client.query('CHECKPOINT');
  await set((name) => `RESET ${name}`);
  return result;
}

/** Tells how far it is. */
export async function inBatches(
  what: string,
  count: number,
  insert: (from: number, to: number) => Promise<unknown>,
  begin = 1,
): Promise<void> {
  for (let from = begin; from <= count; from += AT_ONCE) {
    const to = Math.min(count, from + AT_ONCE - 1);
    await insert(from, to);
    console.error(`  ${to.toLocaleString('en')} of ${count.toLocaleString('en')} ${what}`);
  }
}

/** Indexes are built at the end, which takes a fraction of the time. Those that keep rows unique stay. */
export async function withoutIndexes(client: Client, table: string, work: () => Promise<unknown>): Promise<void> {
  const { rows } = await client.query<{ name: string; sql: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS sql FROM pg_index WHERE indrelid = $1::regclass AND NOT indisunique`,
    [table],
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  await work();
  for (const { name, sql } of rows) {
    console.error(`  index ${name} ...`);
    // So that each partition gets its own.
    await client.query(sql.replace(' ON ONLY ', ' ON '));
  }
}

/** The first id of that time, in SQL. */
export const idOf = (time: string, rest = "repeat('0', 20)") =>
  `(lpad(to_hex((extract(epoch FROM (${time}) AT TIME ZONE 'UTC') * 1000)::bigint), 12, '0') || ${rest})::uuid`;

/** What follows the time in a UUID of version 7, made of a text, in SQL. */
export const restOf = (text: string) => `'7' || substr(md5(${text}), 1, 3) || '8' || substr(md5(${text}), 4, 15)`;
