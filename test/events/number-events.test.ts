import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { MOST_NUMBERED, numberEvents } from '../../domain/events/number-events.ts';
import { NUMBER_EVERY_MS } from '../../worker/number-events.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { present } from '../kit/present.ts';
import { PATIENCE } from '../kit/processes.ts';
import { countStatements } from '../kit/statements.ts';

const gatehouse = await startInstallation();
const neighbour = await startInstallation({}, gatehouse);

/** Events as acts would write them, each a second older than the one before. */
const INSERT = `INSERT INTO events (id, type, actor_kind, subject_kind, at)
  SELECT gen_random_uuid(), 'developer.verified', 'SYSTEM', 'DEVELOPER', now() - n * interval '1 second' FROM generate_series(1, :n) n`;
const insert = (n: number) => gatehouse.sql(INSERT.replace(':n', String(n)));

const count = async (where: string) => {
  const [found] = await gatehouse.sql<{ count: number }>(`SELECT count(*)::int FROM events WHERE ${where}`);
  return present(found).count;
};

test('events are numbered from 1, in the order of their time, without a gap', async () => {
  await insert(5);
  await numberEvents(gatehouse.app);
  const events = await gatehouse.sql<{ position: string }>('SELECT position FROM events ORDER BY at, id');
  expect(events.map(({ position }) => Number(position))).toEqual(events.map((_, at) => at + 1));
});

test('an event that commits late gets a later number', async () => {
  const late = crypto.randomUUID();
  const insertLate = `INSERT INTO events (id, type, actor_kind, subject_kind, at)
    VALUES ('${late}', 'developer.verified', 'SYSTEM', 'DEVELOPER', now() - interval '1 hour')`;
  const others = async () => {
    await insert(3);
    await numberEvents(gatehouse.app);
  };
  await whileHeld(gatehouse.databaseUrl, insertLate, others, async () => expect(await count('position IS NULL')).toBe(0));
  await numberEvents(gatehouse.app);
  const [last] = await gatehouse.sql<{ id: string }>('SELECT id FROM events ORDER BY position DESC LIMIT 1');
  expect(last?.id).toBe(late);
});

test('two workers at once give no number twice and leave none out', async () => {
  const stops = await Promise.all([gatehouse.startWorker(), neighbour.startWorker()]);
  for (let time = 0; time < 10; time++) {
    await Promise.all([insert(70), numberEvents(gatehouse.app), numberEvents(neighbour.app), numberEvents(gatehouse.app)]);
  }
  await vi.waitFor(async () => expect(await count('position IS NULL')).toBe(0), PATIENCE);
  await Promise.all(stops.map((stop) => stop()));
  const [{ first, last, all } = {}] = await gatehouse.sql<Record<string, number>>(
    'SELECT min(position)::int AS first, max(position)::int AS last, count(DISTINCT position)::int AS all FROM events',
  );
  expect([first, last]).toEqual([1, all]);
  expect(gatehouse.logs.filter((line) => line.includes('got no number'))).toEqual([]);
});

test('more events than one transaction numbers are numbered in one run', async () => {
  await insert(MOST_NUMBERED + 10);
  await numberEvents(gatehouse.app);
  expect(await count('position IS NULL')).toBe(0);
});

test('a worker without events sends one statement a second for them', async () => {
  await gatehouse.sql('ALTER TABLE event_checkpoints DISABLE TRIGGER USER; UPDATE event_checkpoints SET created_at = now()');
  const stop = await gatehouse.startWorker();
  const { count: sent } = countStatements(/isToNumber|advisory/);
  await setTimeout(3.5 * NUMBER_EVERY_MS);
  await stop();
  expect(sent()).toBeGreaterThanOrEqual(2);
  expect(sent()).toBeLessThanOrEqual(4);
});
