import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { query } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { lastMailTo, logIn, setPassword, signUp, tokenIn, verifyEmail, whoAmI } from '../kit/people.ts';

const gatehouse = await startInstallation();
await updatePortal(gatehouse, { autoApprove: true }, await openDemoPortal(gatehouse));

const PEOPLE = 20_000;
/** Each act reads a few rows of a table, by their keys. */
const MOST_READ = 200;
const TABLES = ['developers', 'tokens', 'sessions', 'jobs', 'known_clients', 'decisions', 'mail_bounds', 'invitations'];

async function fromSignUpToLogIn(email: string): Promise<void> {
  await signUp(gatehouse, email);
  await gatehouse.drain();
  const { passwordToken } = await succeed(verifyEmail(gatehouse, tokenIn(lastMailTo(gatehouse, email))), 'passwordToken');
  await gatehouse.drain();
  await setPassword(gatehouse, passwordToken);
  const { token } = await succeed(logIn(gatehouse, email), 'token');
  await whoAmI(gatehouse, { token });
}

/** How many rows of each table were read, by an index or without, by connections that have ended. */
async function rowsRead(): Promise<Record<string, number>> {
  const rows = await query<{ table: string; read: string }>(
    gatehouse.databaseUrl,
    `SELECT relname AS table, seq_tup_read + coalesce(idx_tup_fetch, 0) + (
       SELECT sum(idx_tup_read) FROM pg_stat_user_indexes indexes WHERE indexes.relid = tables.relid
     ) AS read FROM pg_stat_user_tables tables WHERE relname = ANY($1)`,
    [TABLES],
  );
  return Object.fromEntries(rows.map(({ table, read }) => [table, Number(read)]));
}

/** A connection reports what it read when it ends, at the latest. */
async function endConnections(): Promise<void> {
  const others = 'FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
  await query(gatehouse.databaseUrl, `SELECT pg_terminate_backend(pid) ${others}`);
  await expect.poll(() => query(gatehouse.databaseUrl, `SELECT ${others}`), { timeout: 10_000 }).toEqual([]);
}

test('a plan that was made while the tables were empty reads few rows when they are full', async () => {
  // Autovacuum would give new figures to the planner, and hide a bad plan.
  for (const table of TABLES) await gatehouse.sql(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`);
  await fromSignUpToLogIn('first@plans.test');
  await query(
    gatehouse.databaseUrl,
    `WITH people AS (
       INSERT INTO developers (id, portal_id, email, typed_email, full_name, updated_at, status, email_verified_at)
       SELECT gen_random_uuid(), portals.id, n || '@full.test', n || '@full.test', 'Full', now(), 'APPROVED', now()
       FROM portals, generate_series(1, $1) n WHERE slug = 'demo' RETURNING id, portal_id
     ), links AS (
       INSERT INTO tokens (id, purpose, hash, developer_id, expires_at)
       SELECT gen_random_uuid(), 'VERIFY_EMAIL', sha256(id::text::bytea), id, now() + interval '1 day' FROM people
     )
     , invited AS (
       INSERT INTO invitations (id, portal_id, inviter_id, hash, email, typed_email, is_mailed, approved, uses, expires_at)
       SELECT gen_random_uuid(), portal_id, id, sha256(id::text::bytea), id || '@full.test', id || '@full.test', true, false, 1,
         now() + interval '1 day' FROM people
     )
     INSERT INTO jobs (id, queue, portal_id, name, payload, status, finished_at)
     SELECT gen_random_uuid(), 'MAILS', portal_id, 'evaluateApproval', '{}', 'DONE', now() FROM people`,
    [PEOPLE],
  );
  const before = await rowsRead();
  await fromSignUpToLogIn('last@plans.test');
  await endConnections();
  const read = Object.entries(await rowsRead()).map(([table, rows]) => ({ table, rows: rows - (before[table] ?? 0) }));
  expect(read.filter(({ rows }) => rows > MOST_READ)).toEqual([]);
});
