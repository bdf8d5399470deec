import type { Client } from 'pg';
import { cycle } from '../kit/cycle.ts';
import { metered } from '../kit/done.ts';
import { type Installation, startInstallation } from '../kit/installation.ts';
import { type Line, value } from '../kit/line.ts';
import { load } from '../kit/load.ts';
import * as operations from '../kit/operations.ts';
import { insertPeople } from '../kit/people.ts';
import { median, repeated } from '../kit/rounds.ts';
import { connect, growPeople, insertAdmin, seedPeople } from '../kit/seed.ts';
import { seedEvents } from '../kit/seed-events.ts';
import { HABITS } from './arithmetic.ts';

const AT_ONCE = 16;
const PEOPLE = 320;
const EVENTS_OF_EACH = 3;
const QUARTERS = 4;
/** Of the people at the beginning, in a quarter of a year. */
const GROWTH = HABITS.comeInEachYear / QUARTERS;
/** PostgreSQL's own setting of 128 MB is for the smallest of machines. */
const SETTINGS = ['shared_buffers=4GB', 'effective_cache_size=12GB'];

/** CPU of server and PostgreSQL for one piece, in milliseconds. Time would say as much about the client. */
type Point = { people: number; list: number; search: number; signUp: number; logIn: number };

const MEASURED = [
  ['list', 'a page of `developers`'],
  ['search', 'a search of `developers` for an address'],
  ['signUp', '`signUp`, with its email'],
  ['logIn', '`logIn`'],
] as const;

/** A year of a portal that has so many people when it begins. */
export async function measureGrowth(people: number): Promise<Line[]> {
  await using gatehouse = await startInstallation('PostgreSQL', {}, SETTINGS);
  await using client = await connect(gatehouse.parts().services.databaseUrl);
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
  return MEASURED.flatMap(([key, what]) =>
    linesOf(
      what,
      points.map((point) => ({ people: point.people, ms: point[key] })),
    ),
  );
}

function linesOf(what: string, points: { people: number; ms: number }[]): Line[] {
  const [first = { people: 0, ms: Number.NaN }, ...later] = points;
  const said = ({ people }: { people: number }) => `${what}, ${people.toLocaleString('en')} people`;
  return [
    value(said(first), ' ms', [first.ms]),
    ...later.map((point) => ({
      ...value(said(point), ' ms', [point.ms]),
      floor: first.ms,
      ratio: point.ms / first.ms,
      aim: { atMost: 1.1 },
    })),
  ];
}

async function pointAt(gatehouse: Installation, client: Client, token: string): Promise<Point> {
  const { databaseUrl } = gatehouse.parts().services;
  const [{ count = 0, address = '' } = {}] = (
    await client.query('SELECT count(*)::int AS count, max(email) AS address FROM developers')
  ).rows;
  // Each time others, so that the pages of a few are not all that is in memory.
  const some = await insertPeople(databaseUrl, PEOPLE);
  const cost = async (next: () => operations.Request) => {
    const rounds = await repeated((seconds) =>
      metered(gatehouse, () => load(gatehouse.port, AT_ONCE, { duration: seconds }, next)),
    );
    return median(rounds.map(({ cpu }) => (cpu?.['server'] ?? Number.NaN) + (cpu?.['PostgreSQL'] ?? Number.NaN)));
  };
  return {
    people: count,
    list: await cost(() => page(token, {})),
    search: await cost(() => page(token, { search: address })),
    signUp: await cost(() => operations.signUp()),
    logIn: await cost(cycle(some.map(({ email }) => operations.logIn(email)))),
  };
}

function page(token: string, filter: object): operations.Request {
  const query = `query ($portal: String, $filter: DeveloperFilter) {
    developers(portal: $portal, filter: $filter) { edges { node { id email fullName status createdAt } } } }`;
  const body = JSON.stringify({ query, variables: { portal: 'demo', filter } });
  return { body, token, expect: '{"data":{"developers":{"edges":[{"node"' };
}
