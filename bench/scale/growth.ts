import type { Client } from 'pg';
import { WATCHED } from '../kit/beside.ts';
import { cycle } from '../kit/cycle.ts';
import { type Installation, startInstallation } from '../kit/installation.ts';
import { type Line, value } from '../kit/line.ts';
import { load } from '../kit/load.ts';
import * as operations from '../kit/operations.ts';
import { insertPeople } from '../kit/people.ts';
import { connect, growPeople, insertAdmin, seedPeople } from '../kit/seed.ts';
import { seedEvents } from '../kit/seed-events.ts';
import { HABITS } from './arithmetic.ts';

export const AT_ONCE = 16;
const PIECES = 640;
const EVENTS_OF_EACH = 3;
const QUARTERS = 4;
/** Of the people at the beginning, in a quarter of a year. */
const GROWTH = HABITS.comeInEachYear / QUARTERS;
/** PostgreSQL's own setting of 128 MB is for the smallest of machines. */
const SETTINGS = ['shared_buffers=4GB', 'effective_cache_size=12GB'];

/** What PostgreSQL does for one piece. */
type Cost = { pages: number; ms: number };
type Point = { people: number } & Record<(typeof MEASURED)[number]['key'], Cost>;

/** A search reads lists of its index that grow with the people, so nothing flat is asked of it. */
const MEASURED = [
  { key: 'list', what: 'a page of `developers`', isFlat: true },
  { key: 'search', what: 'a search of `developers` for an address', isFlat: false },
  { key: 'signUp', what: '`signUp`, with its email', isFlat: true },
  { key: 'logIn', what: '`logIn`', isFlat: true },
] as const;

/** A year of a portal that has so many people when it begins. */
export async function measureGrowth(people: number): Promise<Line[]> {
  await using gatehouse = await startInstallation('PostgreSQL', {}, [...SETTINGS, ...WATCHED]);
  await using client = await connect(gatehouse.parts().services.databaseUrl);
  await client.query('CREATE EXTENSION pg_stat_statements');
  const token = await insertAdmin(client, null);
  // It looks for work again and again, which is slow while there are no indexes.
  const withoutWorker = async (work: () => Promise<void>) => {
    gatehouse.parts().worker.kill('SIGSTOP');
    await work();
    gatehouse.parts().worker.kill('SIGCONT');
  };
  await withoutWorker(async () => {
    // Whoever never verified would be reminded and removed while others are measured.
    await seedPeople(client, people, 0);
    await seedEvents(client, people * EVENTS_OF_EACH);
  });
  // A process that has just started is slower.
  await pointAt(gatehouse, client, token);
  const points = [await pointAt(gatehouse, client, token)];
  for (let quarter = 0; quarter < QUARTERS; quarter++) {
    const from = Math.round(people * (1 + quarter * GROWTH));
    await withoutWorker(() => growPeople(client, from + 1, Math.round(people * (1 + (quarter + 1) * GROWTH))));
    points.push(await pointAt(gatehouse, client, token));
  }
  return MEASURED.flatMap(({ key, what, isFlat }) => [
    ...linesOf(`${what}, pages`, '', isFlat, points, (point) => point[key].pages),
    ...linesOf(`${what}, time in PostgreSQL`, ' ms', false, points, (point) => point[key].ms),
  ]);
}

function linesOf(what: string, unit: string, isFlat: boolean, points: Point[], of: (point: Point) => number): Line[] {
  const [first = Number.NaN] = points.map(of);
  return points.map((point, index) => ({
    ...value(`${what}, ${point.people.toLocaleString('en')} people`, unit, [of(point)]),
    ...(index > 0 && { floor: first, ratio: of(point) / first, ...(isFlat && { aim: { atMost: 1.1 } }) }),
  }));
}

async function pointAt(gatehouse: Installation, client: Client, token: string): Promise<Point> {
  const { port, sink } = gatehouse;
  const [{ count = 0, address = '' } = {}] = (
    await client.query('SELECT count(*)::int AS count, max(email) AS address FROM developers')
  ).rows;
  // Each time others, so that the pages of a few are not all that is in memory.
  const some = await insertPeople(gatehouse.parts().services.databaseUrl, PIECES);
  const each = (next: () => operations.Request) => load(port, AT_ONCE, { amount: PIECES }, next);
  const point = {
    people: count,
    list: await costOf(client, () => each(() => page(token, {}))),
    search: await costOf(client, () => each(() => page(token, { search: address }))),
    signUp: await costOf(client, async () => {
      const mails = sink.mails.length + PIECES;
      await each(() => operations.signUp());
      await sink.waitFor(mails);
    }),
    logIn: await costOf(client, () => each(cycle(some.map(({ email }) => operations.logIn(email))))),
  };
  console.error(`  ${JSON.stringify(point)}`);
  return point;
}

/** Pages of 8 kB that its statements look at, in memory or not, which no other program changes; and their time. */
async function costOf(client: Client, work: () => Promise<unknown>): Promise<Cost> {
  await client.query('SELECT pg_stat_statements_reset()');
  await work();
  const { rows } = await client.query<Cost>(
    `SELECT sum(shared_blks_hit + shared_blks_read)::float8 / $1 AS pages, sum(total_plan_time + total_exec_time) / $1 AS ms
     FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%'`,
    [PIECES],
  );
  const [{ pages = Number.NaN, ms = Number.NaN } = {}] = rows;
  return { pages, ms };
}

function page(token: string, filter: object): operations.Request {
  const query = `query ($portal: String, $filter: DeveloperFilter) {
    developers(portal: $portal, filter: $filter) { edges { node { id email fullName status createdAt } } } }`;
  const body = JSON.stringify({ query, variables: { portal: 'demo', filter } });
  return { body, token, expect: '{"data":{"developers":{"edges":[{"node"' };
}
