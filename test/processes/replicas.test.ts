import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { openMainPool } from '../../prisma/client.ts';
import { openReplicas } from '../../prisma/replicas.ts';
import { type OwnPostgres, startOwnPostgres } from '../faults/parts/own-postgres.ts';
import { DevelopersDocument } from '../generated/operations.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { query } from '../kit/database.ts';
import { scrape } from '../kit/metrics.ts';
import { prepareSite } from '../kit/processes.ts';
import { startStandby } from '../kit/standby.ts';
import { startTcpProxy } from '../kit/tcp-proxy.ts';

/** A server that reads lists from what an address leads to. */
async function reading(primary: OwnPostgres, replicaUrl: string) {
  const site = await prepareSite('PostgreSQL', onTestFinished, primary.url);
  const port = String(await freePort());
  await site.startServer({ DATABASE_REPLICA_URL: replicaUrl, MANAGEMENT_PORT: port });
  const token = await openDemoPortal(site);
  let people = 0;
  const reads = async () => {
    const seen = await scrape(port);
    const from = (place: string) => seen.value('gatehouse_list_reads_total', { from: place }) ?? 0;
    return { replica: from('replica'), primary: from('primary') };
  };
  const list = async () => await site.graphql(DevelopersDocument, {}, { token });
  return {
    list,
    reads,
    isUp: async () =>
      (await scrape(port)).samples.filter(({ name }) => name === 'gatehouse_replica_up').map(({ value }) => value),
    /** Adds one person, and looks at once whether the list has all, and where it was read. */
    look: async () => {
      await query(
        primary.url,
        `INSERT INTO developers (id, portal_id, email, typed_email, full_name, updated_at)
         SELECT gen_random_uuid(), id, $1, $1, 'Ada', now() FROM portals`,
        [`person-${++people}@example.test`],
      );
      const before = await reads();
      const { data } = await list();
      const after = await reads();
      const grew = { replica: after.replica - before.replica, primary: after.primary - before.primary };
      return { isWhole: data.developers?.totalCount === people, ...grew };
    },
  };
}

async function twoStandbys(primary: OwnPostgres) {
  const place = { url: primary.url, data: `${primary.folder}/data` };
  const standbys = [
    await startStandby(onTestFinished, place, 'second'),
    await startStandby(onTestFinished, place, 'third'),
  ] as const;
  for (const standby of standbys) await standby.catchUp();
  return standbys;
}

/** On a machine that does other things. */
const PATIENCE = { timeout: 120_000, interval: 50 };
const AT_ONCE = 8;

const portIn = (url: string): number => Number(new URL(url).port);
const at = (url: string, port: number): string => url.replace(/:\d+\//, `:${port}/`);

test('of two standbys behind one address, the one that lags is never read', async () => {
  const primary = await startOwnPostgres(onTestFinished, []);
  const [second, third] = await twoStandbys(primary);
  const balancer = await startTcpProxy(onTestFinished, [portIn(second.url), portIn(third.url)]);
  const pool = openMainPool(primary.url, AT_ONCE, 'test');
  const replicas = openReplicas(at(second.url, balancer.port), pool, AT_ONCE, {
    noteRead: () => undefined,
    noteState: () => undefined,
  });
  onTestFinished(async () => {
    await replicas.close();
    await pool.end();
  });
  await third.pause();
  const ports: number[] = [];
  const readOne = () =>
    replicas.read(async (replica) => {
      // Meanwhile the other lists are done with their connections.
      await setTimeout(50);
      if (!replica) return;
      const [{ port }] = await replica.$queryRaw<[{ port: number }]>`SELECT inet_server_port() AS port`;
      ports.push(port);
    });
  await vi.waitFor(async () => {
    await query(primary.url, `CREATE TABLE IF NOT EXISTS commit_${ports.length} ()`);
    await Promise.all(Array.from({ length: AT_ONCE }, readOne));
    expect(ports.length).toBeGreaterThan(AT_ONCE);
  }, PATIENCE);
  expect(new Set(ports)).toEqual(new Set([portIn(second.url)]));
}, 360_000);

test('a standby that lags or hangs leaves the lists to another one', async () => {
  const primary = await startOwnPostgres(onTestFinished, []);
  const [second, third] = await twoStandbys(primary);
  const proxy = await startTcpProxy(onTestFinished, [portIn(third.url)]);
  const { look, list, isUp } = await reading(primary, second.url.replace(/(:\d+)\//, `$1,localhost:${proxy.port}/`));
  const untilBothAreRead = async () =>
    await vi.waitFor(async () => {
      await list();
      expect(await isUp()).toEqual([1, 1]);
    }, PATIENCE);
  /** The list that finds one standby unfit is read on the other one. Tried again: on a busy machine that can be slow, too. */
  const isLeftToTheOther = async (harm: () => unknown, mend: () => unknown) =>
    await vi.waitFor(async () => {
      await mend();
      await untilBothAreRead();
      await harm();
      let seen = await look();
      while (!(await isUp()).includes(0)) seen = await look();
      expect(seen).toMatchObject({ isWhole: true, primary: 0 });
    }, PATIENCE);
  await isLeftToTheOther(second.pause, second.resume);
  await second.resume();
  await isLeftToTheOther(
    () => proxy.hang(true),
    () => proxy.hang(false),
  );
  // It is looked at again, and no list waits for that.
  await vi.waitFor(async () => {
    await list();
    const looks = proxy.hanging();
    expect(looks).toBeGreaterThan(0);
    expect(await look()).toMatchObject({ isWhole: true, primary: 0 });
    expect(proxy.hanging()).toBe(looks);
  }, PATIENCE);
  proxy.hang(false);
  await untilBothAreRead();
}, 360_000);

test('a list that takes too long on a standby is not begun anew on the primary, and the standby is read on', async () => {
  const primary = await startOwnPostgres(onTestFinished, []);
  const standby = await startStandby(onTestFinished, { url: primary.url, data: `${primary.folder}/data` }, 'second');
  await standby.catchUp();
  const { look, list, reads, isUp } = await reading(primary, standby.url);
  await vi.waitFor(async () => expect(await look()).toMatchObject({ isWhole: true, primary: 0 }), PATIENCE);
  const before = await reads();
  const holder = new Client({ connectionString: primary.url });
  await holder.connect();
  onTestFinished(() => holder.end());
  await holder.query('BEGIN; LOCK TABLE developers IN ACCESS EXCLUSIVE MODE');
  // A commit, so that the standby hears of the lock.
  await query(primary.url, 'CREATE TABLE after_the_lock ()');
  await standby.catchUp();
  const { errors } = await list();
  expect(errors?.[0]?.extensions?.['code']).toBe('TIMEOUT');
  expect(await reads()).toEqual(before);
  await holder.query('ROLLBACK');
  expect(await isUp()).toEqual([1]);
  expect(await look()).toEqual({ isWhole: true, replica: 2, primary: 0 });
}, 360_000);

test('a replica whose connections are all busy rests, also when a list of before ends well', async () => {
  const primary = await startOwnPostgres(onTestFinished, []);
  const standby = await startStandby(onTestFinished, { url: primary.url, data: `${primary.folder}/data` }, 'second');
  await standby.catchUp();
  const pool = openMainPool(primary.url, AT_ONCE, 'test');
  const told: (string | null)[] = [];
  const replicas = openReplicas(standby.url, pool, 1, {
    noteRead: () => undefined,
    noteState: (_, problem) => told.push(problem),
  });
  onTestFinished(async () => {
    await replicas.close();
    await pool.end();
  });
  const sleep = async (seconds: number) =>
    await replicas.read(async (replica) => {
      if (!replica) return 'primary';
      await replica.$queryRaw`SELECT pg_sleep(${seconds}::float8)::text`;
      return 'replica';
    });
  const isRead = async () => await vi.waitFor(async () => expect(await sleep(0)).toBe('replica'), PATIENCE);
  // Tried again: on a busy machine, the long list can find it slow, too.
  await vi.waitFor(async () => {
    await isRead();
    told.length = 0;
    const long = sleep(2);
    await setTimeout(200);
    expect([await sleep(0), await long, told]).toEqual(['primary', 'replica', ['slow']]);
  }, PATIENCE);
  await isRead();
  expect(told).toEqual(['slow', null]);
}, 360_000);
