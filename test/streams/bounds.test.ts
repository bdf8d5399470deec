import { expect, test, vi } from 'vitest';
import { eventsSinceLastLook, MOST_LISTED } from '../../domain/streams/look-for-events.ts';
import { MOST_CHANGED, type News } from '../../domain/streams/queue-of-news.ts';
import { LOOK_EVERY_MS, MOST_STREAMS, MOST_STREAMS_OF_ONE, openStreams } from '../../domain/streams/streams.ts';
import { connectPrisma } from '../../prisma/client.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);

/** Streams whose news come from the test. */
function openTestStreams() {
  let news: News = null;
  let hear: (() => void) | undefined;
  const source = { isOpen: false };
  const streams = openStreams(
    async () => news,
    (heard) => {
      hear = heard;
      source.isOpen = true;
      const close = async () => {
        source.isOpen = false;
      };
      return { close };
    },
  );
  const tell = async (next: News) => {
    news = next;
    hear?.();
    await new Promise(setImmediate);
  };
  return { streams, tell, source };
}

test('a process has a bounded number of streams, and one holder five of them', async () => {
  const { streams, source } = openTestStreams();
  const holders = Math.floor(MOST_STREAMS / MOST_STREAMS_OF_ONE);
  const opened = Array.from({ length: MOST_STREAMS }, (_, at) => streams.open(String(at % holders)));
  expect(() => streams.open('0')).toThrow('Too many attempts');
  expect(() => streams.open('another')).toThrow('Too many attempts');
  await opened[0]?.return?.();
  expect(() => streams.open('another')).not.toThrow();
  expect(source.isOpen).toBe(true);
  await streams.close();
  expect(source.isOpen).toBe(false);
});

test('news that come while the reader is busy become one, and too many of them mean everything', async () => {
  const { streams, tell } = openTestStreams();
  const stream = streams.open('holder');
  const some = (count: number, name: string) => new Map(Array.from({ length: count }, (_, at) => [`${name}${at}`, null]));
  await tell(some(2, 'a'));
  await tell(some(1, 'b'));
  expect([...((await stream.next()).value?.keys() ?? [])]).toEqual(['a0', 'a1', 'b0']);
  await tell(some(MOST_CHANGED, 'a'));
  await tell(some(1, 'b'));
  expect((await stream.next()).value).toBeNull();
  await streams.close();
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test('a stream that hears nothing looks at everything after 15 seconds', async () => {
  vi.useFakeTimers();
  try {
    const { streams } = openTestStreams();
    const stream = streams.open('holder');
    const next = stream.next();
    await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS);
    expect((await next).value).toBeNull();
    await streams.close();
  } finally {
    vi.useRealTimers();
  }
});

test('a look lists developers with new events by their positions, and not more than it can', async () => {
  const prisma = connectPrisma(gatehouse.databaseUrl, 1);
  const look = eventsSinceLastLook(prisma);
  const [portal] = await gatehouse.sql<{ id: string }>('SELECT id FROM portals');
  const write = (count: number, type: string) =>
    gatehouse.sql<{ id: string }>(
      `INSERT INTO events (id, type, portal_id, actor_kind, subject_kind, subject_id, position)
        SELECT gen_random_uuid(), $1, $2, 'SYSTEM', 'DEVELOPER', gen_random_uuid(), coalesce((SELECT max(position) FROM events), 0) + n
        FROM generate_series(1, $3::int) n RETURNING subject_id AS id`,
      [type, portal?.id, count],
    );
  expect(await look()).toBeNull();
  expect(await look()).toEqual(new Map());
  const [one, other] = await write(2, 'developer.verified');
  await write(1, 'session.opened');
  expect(await look()).toEqual(new Map([one, other].map((row) => [row?.id, portal?.id])));
  await write(MOST_LISTED, 'developer.verified');
  expect((await look())?.size).toBe(MOST_LISTED);
  await write(MOST_LISTED + 1, 'developer.verified');
  expect(await look()).toBeNull();
  await prisma.$disconnect();
});
