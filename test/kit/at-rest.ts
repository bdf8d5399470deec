import type { Installation } from './installation.ts';

/** Every row of every table, the queue's included, as text. */
export async function rowsAtRest({ sql }: Pick<Installation, 'sql'>): Promise<string> {
  const tables = await sql<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const names = tables.map(({ name }) => name);
  if (!names.includes('public.tokens') || !names.includes('bullmq.job')) throw new Error(`not all tables: ${names.join()}`);
  const rows = await Promise.all(names.map((name) => sql<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)));
  return rows
    .flat()
    .map(({ row }) => row)
    .join('\n');
}

/** As text, and as PostgreSQL shows bytes: those of the text, and those that the text stands for. */
export function spellings(secret: string): string[] {
  const bytes = [Buffer.from(secret), Buffer.from(secret, 'base64url')];
  return [secret, ...bytes.flatMap((text) => [text.toString('hex'), text.toString('base64').replace(/=+$/, '')])];
}
