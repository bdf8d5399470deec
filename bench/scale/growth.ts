import type { Client } from 'pg';
import { cycle } from '../kit/cycle.ts';
import { metered } from '../kit/done.ts';
import { type Installation, startInstallation } from '../kit/installation.ts';
import { type Line, value } from '../kit/line.ts';
import { load } from '../kit/load.ts';
import * as operations from '../kit/operations.ts';
import { insertPeople } from '../kit/people.ts';
import { median, repeated } from '../kit/rounds.ts';
import { connect, growPeople, insertAdmin, seedEvents, seedPeople } from '../kit/seed.ts';

const AT_ONCE = 16;
const PEOPLE = 320;
const EVENTS_OF_EACH = 3;
const QUARTERS = 4;
/** Of the people at the beginning, in a quarter of a year. */
const GROWTH = 0.1;

/** CPU of server and PostgreSQL for one piece, in milliseconds. Time would say as much about the client. */
type Point = { people: number; list: number; search: number; signUp: number; logIn: number };

const MEASURED = [
  ['list', 'a page of `developers`'],
  ['search', 'a search of `developers` for an address'],
  ['signUp', '`signUp`, with its email'],
  ['logIn', '`logIn`'],
] as const;

/** A year in which the people of a portal become 40 % more. */
export async function measureGrowth(people: number): Promise<Line[]> {
  await using gatehouse = await startInstallation();
  await using client = await connect(gatehouse.parts().services.databaseUrl);
  const { worker } = gatehouse.parts();
  // It would remind and remove those who never verified, while they are written and while others are measured.
  worker.kill('SIGSTOP');
  await seedPeople(client, people);
  await client.query('DELETE FROM developers WHERE email_verified_at IS NULL');
  await seedEvents(client, people * EVENTS_OF_EACH);
  worker.kill('SIGCONT');
  const token = await insertAdmin(client, null);
  const points = [await pointAt(gatehouse, client, token)];
  for (let quarter = 0; quarter < QUARTERS; quarter++) {
    const from = Math.round(people * (1 + quarter * GROWTH));
    await growPeople(client, from + 1, Math.round(people * (1 + (quarter + 1) * GROWTH)));
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
