import { beforeEach, expect, test } from 'vitest';
import { checkpointHash } from '../../domain/events/hash.ts';
import { MONTHS_AHEAD } from '../../domain/events/months.ts';
import { numberEvents } from '../../domain/events/number-events.ts';
import { verifyAuditLog } from '../../domain/events/verify-audit-log.ts';
import { writeCheckpoint } from '../../domain/events/write-checkpoint.ts';
import { transaction } from '../../domain/transaction.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';

const gatehouse = await startInstallation({ AUDIT_TTL: '2d' });
const { sql, app } = gatehouse;

/** The first day of a month, so many months from now. */
const monthIn = (months: number): Date => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months));
};
const nameOf = (month: Date) => `events_${month.toISOString().slice(0, 7).replace('-', '_')}`;
/** The lowest UUID of version 7 of that time. */
const idAt = (time: Date, rest = '0') => {
  const hex = time.getTime().toString(16).padStart(12, '0') + rest.padStart(20, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
const write = (...ids: string[]) =>
  sql(
    `INSERT INTO events (id, type, actor_kind, subject_kind) SELECT unnest($1::uuid[]), 'developer.verified', 'SYSTEM', 'DEVELOPER'`,
    [ids],
  );
const partitions = async () =>
  (await sql<{ name: string }>(`SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'events'::regclass`))
    .map(({ name }) => name)
    .toSorted();
const partitionOf = async (id: string) =>
  (await sql<{ name: string }>('SELECT tableoid::regclass::text AS name FROM events WHERE id = $1', [id]))[0]?.name;

const asOwner = (...statements: string[]) =>
  sql(`BEGIN; SET LOCAL session_replication_role = replica; ${statements.join('; ')}; COMMIT`);

/** As if months had passed: those before have partitions of their own, as in an installation that ran then. */
const [LONG_AGO, AFTER] = [monthIn(-4), monthIn(-3)];
const OLD = nameOf(LONG_AGO);
const FIRST = nameOf(monthIn(2)).replace('events_', 'events_until_');

beforeEach(async () => {
  await asOwner('DELETE FROM events', 'DELETE FROM event_checkpoints');
  if ((await partitions()).includes(OLD)) return;
  await sql(`
    ALTER TABLE events DETACH PARTITION "${FIRST}";
    CREATE TABLE ${OLD} PARTITION OF events FOR VALUES FROM ('${idAt(LONG_AGO)}') TO ('${idAt(AFTER)}');
    ALTER TABLE events ATTACH PARTITION "${FIRST}" FOR VALUES FROM ('${idAt(AFTER)}') TO ('${idAt(monthIn(2))}')`);
});

/** Numbers what there is, and puts it under a checkpoint of 4 days ago. */
async function sealLongAgo() {
  await numberEvents(app);
  await transaction(app, writeCheckpoint);
  await asOwner(
    "UPDATE event_checkpoints SET created_at = now() - interval '4 days'",
    `UPDATE event_checkpoints checkpoint SET hash = ${checkpointHash.sql}`,
  );
}

test('a worker makes the months to come, and events are stored in them', async () => {
  await gatehouse.purge();
  const ahead = nameOf(monthIn(MONTHS_AHEAD));
  // The month of long ago had no events, so it is gone.
  expect(await partitions()).toEqual([ahead, 'events_other', FIRST].toSorted());
  const [now, later, last] = [idAt(new Date()), idAt(monthIn(MONTHS_AHEAD)), idAt(monthIn(MONTHS_AHEAD + 1), 'f')];
  await write(now, later, last);
  expect(await partitionOf(now)).toBe(FIRST);
  expect(await partitionOf(later)).toBe(ahead);
  expect(await partitionOf(last)).toBe('events_other');
  await gatehouse.purge();
  expect(gatehouse.logs.filter((line) => line.includes('a purge failed'))).toEqual([]);
});

test('a month of which events are stored elsewhere gets no partition', async () => {
  const month = monthIn(MONTHS_AHEAD);
  await sql(`DROP TABLE IF EXISTS ${nameOf(month)}`);
  await write(idAt(month, 'abc'));
  await gatehouse.purge();
  expect(await partitions()).not.toContain(nameOf(month));
  await asOwner('DELETE FROM events_other');
  await gatehouse.purge();
  expect(await partitions()).toContain(nameOf(month));
});

test('a month goes as a whole once the time of all its events is over, and the log still fits', async () => {
  await write(idAt(LONG_AGO, 'a1'), idAt(LONG_AGO, 'a2'), idAt(new Date(), 'b1'));
  await sealLongAgo();
  await gatehouse.purge();
  await numberEvents(app);
  expect(await partitions()).not.toContain(OLD);
  const left = await sql<{ type: string }>('SELECT type FROM events ORDER BY position');
  expect(left).toEqual([{ type: 'audit-log.shortened' }]);
  expect(await verifyAuditLog(app.prisma, null)).toMatchObject({ checkpoints: 1, problem: null });
});

test('a month stays whole while one of its events has to stay', async () => {
  await write(idAt(LONG_AGO, 'a1'), idAt(LONG_AGO, 'a2'));
  await sealLongAgo();
  await write(idAt(LONG_AGO, 'a3'));
  await gatehouse.purge();
  await numberEvents(app);
  await gatehouse.purge();
  expect(await partitions()).toContain(OLD);
  const left = await sql(`SELECT id FROM ${OLD} ORDER BY position`);
  expect(left).toHaveLength(3);
  expect(await verifyAuditLog(app.prisma, null)).toMatchObject({ problem: null });
});

test('who reads events for long holds up neither those who write nor the worker', async () => {
  const month = nameOf(monthIn(MONTHS_AHEAD));
  await sql(`DROP TABLE IF EXISTS ${month}`);
  await whileHeld(
    gatehouse.databaseUrl,
    'SELECT 1 FROM events',
    async () => {
      await Promise.all([gatehouse.purge(), write(idAt(new Date(), 'c1'))]);
      expect(await partitions()).not.toContain(month);
      expect(gatehouse.logs.filter((line) => line.includes('a purge failed'))).toHaveLength(1);
    },
    async () => expect(await sql('SELECT 1 FROM events')).toHaveLength(1),
  );
  await gatehouse.purge();
  expect(await partitions()).toContain(month);
});

test('no event can be removed or emptied in a partition either', async () => {
  await gatehouse.purge();
  const later = idAt(monthIn(MONTHS_AHEAD), 'd1');
  await write(later);
  await numberEvents(app);
  const month = nameOf(monthIn(MONTHS_AHEAD));
  for (const change of [`DELETE FROM ${month}`, `TRUNCATE ${month}`, 'TRUNCATE events', `UPDATE ${month} SET type = 'other'`])
    await expect(sql(change)).rejects.toThrow('The log of events can only grow.');
  expect(await partitionOf(later)).toBe(month);
});

test('a second event with the number of another one is found', async () => {
  await write(idAt(LONG_AGO, 'a1'), idAt(new Date(), 'e1'));
  await sealLongAgo();
  await asOwner(`INSERT INTO events (id, position, type, actor_kind, subject_kind)
    SELECT '${idAt(monthIn(MONTHS_AHEAD + 3))}', min(position), 'developer.verified', 'SYSTEM', 'DEVELOPER' FROM events`);
  expect((await verifyAuditLog(app.prisma, null)).problem).toMatch(/^Event \d+ is there twice\.$/);
});
