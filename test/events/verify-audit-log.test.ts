import { execFile } from 'node:child_process';
import { beforeEach, expect, test } from 'vitest';
import { checkpointHash } from '../../domain/events/hash.ts';
import { CHECKPOINT_EVERY_MS, numberEvents } from '../../domain/events/number-events.ts';
import { CLIENT_KEPT_MS } from '../../domain/events/remove-events.ts';
import { verifyAuditLog } from '../../domain/events/verify-audit-log.ts';
import { writeCheckpoint } from '../../domain/events/write-checkpoint.ts';
import { transaction } from '../../domain/transaction.ts';
import { startInstallation } from '../kit/installation.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation({ AUDIT_TTL: '2d' });
const { sql, app } = gatehouse;

const insert = (n: number) =>
  sql(
    `INSERT INTO events (id, type, actor_kind, subject_kind, ip, user_agent, at)
     SELECT gen_random_uuid(), 'developer.verified', 'SYSTEM', 'DEVELOPER', '192.0.2.1', 'curl', now() + n * interval '1 ms'
     FROM generate_series(1, $1::int) n`,
    [n],
  );

/** Four events, and their checkpoint at once. */
async function sealFour() {
  await insert(4);
  await numberEvents(app);
  await transaction(app, writeCheckpoint);
}

/** What somebody can do who owns the database. */
const asOwner = (...statements: string[]) =>
  sql(`BEGIN; SET LOCAL session_replication_role = replica; ${statements.join('; ')}; COMMIT`);

/** Writes the chain anew, so that it fits itself again. */
async function forge() {
  const checkpoints = await sql<{ number: number }>('SELECT number FROM event_checkpoints ORDER BY number');
  for (const { number } of checkpoints) {
    await asOwner(
      `UPDATE event_checkpoints SET previous_hash = coalesce(
        (SELECT hash FROM event_checkpoints before WHERE before.number = ${number} - 1), '') WHERE number = ${number}`,
      `UPDATE event_checkpoints checkpoint SET hash = ${checkpointHash.sql} WHERE number = ${number}`,
    );
  }
}

async function runCommand(...args: string[]): Promise<{ code: number; said: string }> {
  const command = ['--import', 'tsx', 'commands/verify-audit-log.ts', ...args];
  const env = { PATH: process.env['PATH'], DATABASE_URL: gatehouse.databaseUrl };
  return await new Promise((resolve) =>
    execFile(process.execPath, command, { env }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), said: (out + err).trim() }),
    ),
  );
}

/** The problem that the command would print. */
const problemOf = async () => (await verifyAuditLog(app.prisma, null)).problem;

await sealFour();
await sealFour();
await sealFour();
await sql('CREATE TABLE kept_events AS TABLE events');
await sql('CREATE TABLE kept_checkpoints AS TABLE event_checkpoints');
beforeEach(() =>
  asOwner(
    'DELETE FROM events',
    'DELETE FROM event_checkpoints',
    'INSERT INTO events TABLE kept_events',
    'INSERT INTO event_checkpoints TABLE kept_checkpoints',
  ),
);

const [newest] = await sql<{ last: string }>('SELECT max(last_position) AS last FROM event_checkpoints');
const last = Number(present(newest).last);
/** The position of one of the twelve events, from 1: the installation has written events before them. */
const at = (n: number) => last - 12 + n;

test('a log that nobody touched fits, also after the clients are forgotten', async () => {
  await sql('UPDATE events SET ip = NULL, user_agent = NULL');
  expect(await runCommand()).toEqual({ code: 0, said: `The log of events fits: 3 checkpoints, ${last} events under them.` });
});

test.each([
  ['a changed event', "UPDATE events SET type = 'developer.deleted' WHERE position = :6", 'Event :6 (id) was changed.'],
  ['changed data', `UPDATE events SET data = '["a"]' WHERE position = :7`, 'Event :7 (id) was changed.'],
  ['a changed time', "UPDATE events SET at = at - interval '1 ms' WHERE position = :2", 'Event :2 (id) was changed.'],
  ['a removed event', 'DELETE FROM events WHERE position = :5', 'Event :5 was removed.'],
  [
    'two events in another order',
    `UPDATE events SET position = -1 WHERE position = :6; UPDATE events SET position = :6 WHERE position = :7;
      UPDATE events SET position = :7 WHERE position = -1`,
    'Event :6 (id) is now event :7: the order was changed.',
  ],
  [
    'a removed minute',
    'DELETE FROM events WHERE position BETWEEN :5 AND :8; DELETE FROM event_checkpoints WHERE number = 2',
    'Checkpoint 2 is missing, with its minute of events.',
  ],
  [
    'a minute that claims to be too old',
    `UPDATE event_checkpoints SET rows_removed_at = now(), row_hashes = NULL WHERE number = 1;
      DELETE FROM events WHERE position <= :4`,
    'Events 1 to :4 of checkpoint 1 were removed, but not because of their age.',
  ],
  ['a changed checkpoint', "UPDATE event_checkpoints SET row_hashes = 'x' WHERE number = 2", 'Checkpoint 2 was changed.'],
])('the command names %s', async (_, tampering, problem) => {
  const placed = (text: string) => text.replaceAll(/:(\d)/g, (_, n) => String(at(Number(n))));
  await asOwner(placed(tampering));
  expect((await problemOf())?.replace(/\([\da-f-]{36}\)/, '(id)')).toBe(placed(problem));
});

test('events under no checkpoint yet have no gap', async () => {
  await insert(3);
  await numberEvents(app);
  await asOwner(`DELETE FROM events WHERE position = ${last + 2}`);
  expect(await runCommand()).toEqual({ code: 1, said: `The log of events does not fit. Event ${last + 2} is missing.` });
});

test('a chain that was written anew fits itself, but not a checkpoint that was noted elsewhere', async () => {
  const [noted] = await sql<{ hash: string }>("SELECT encode(hash, 'hex') AS hash FROM event_checkpoints WHERE number = 3");
  const checkpoint = `3:${present(noted).hash}`;
  expect((await runCommand('--checkpoint', checkpoint)).code).toBe(0);
  await asOwner("UPDATE event_checkpoints SET created_at = created_at - interval '1 s' WHERE number = 1");
  await forge();
  expect(await problemOf()).toBeNull();
  expect((await runCommand('--checkpoint', checkpoint)).said).toContain('Checkpoint 3 is not the one that was noted.');
});

test('old events go by whole checkpoints, the checkpoints stay, and the log says so', async () => {
  await asOwner("UPDATE event_checkpoints SET created_at = now() - interval '4 days' WHERE number <= 2");
  await forge();
  await gatehouse.purge();
  await numberEvents(app);
  const left = await sql<{ position: string; type: string; data: object }>('SELECT * FROM events ORDER BY position');
  expect(left.map(({ position }) => Number(position))).toEqual([9, 10, 11, 12, 13].map(at));
  expect(left.at(-1)).toMatchObject({ type: 'audit-log.shortened', data: { firstPosition: 1, lastPosition: at(8) } });
  expect(await sql('SELECT 1 FROM event_checkpoints')).toHaveLength(3);
  expect(await verifyAuditLog(app.prisma, null)).toMatchObject({ checkpoints: 3, problem: null });
  await gatehouse.purge();
  expect(await sql('SELECT 1 FROM events WHERE position IS NULL')).toEqual([]);
});

test('the IP address and the user agent are kept for 90 days', async () => {
  expect(CLIENT_KEPT_MS).toBe(90 * 24 * 3_600_000);
  await asOwner(`UPDATE events SET at = now() - interval '91 days' WHERE position = ${at(1)}`);
  await gatehouse.purge();
  expect(await sql('SELECT 1 FROM events WHERE ip IS NULL AND user_agent IS NULL AND position = $1', [at(1)])).toHaveLength(1);
  expect(await sql('SELECT 1 FROM events WHERE ip IS NULL AND position > $1', [at(1)])).toEqual([]);
});

test('a worker writes a checkpoint a minute after the last one', async () => {
  await insert(1);
  expect(await numberEvents(app)).toBeNull();
  await asOwner(
    `UPDATE event_checkpoints SET created_at = now() - ${CHECKPOINT_EVERY_MS + 10} * interval '1 ms' WHERE number = 3`,
  );
  expect(await numberEvents(app)).toEqual({ number: 4, hash: expect.stringMatching(/^[\da-f]{64}$/) });
  expect(await numberEvents(app)).toBeNull();
});
