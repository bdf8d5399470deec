import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { DECIDED_TOGETHER } from '../../domain/decisions/decide.ts';
import { addPeople, decide, openDemoPortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { lastMailTo, signUp, tokenIn, verifyEmail } from '../kit/people.ts';
import { PATIENCE } from '../kit/processes.ts';
import { failure } from '../kit/sso.ts';
import { openBrowser } from '../kit/web-browser.ts';

/** Connections of the server. */
const POOL = 6;
const MORE = 5;
/** So long somebody waits for one. */
const PATIENCE_FOR_ONE_MS = 3_000;

const neighbour = await startInstallation();
const gatehouse = await startInstallation({ DATABASE_URL: `${neighbour.databaseUrl}?connection_limit=${POOL}` }, neighbour);
const admin = await openDemoPortal(gatehouse);
const addresses = Array.from({ length: POOL + MORE }, (_, at) => `p${at}@saturated.test`);

const SIGN_UPS = 'LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE';
const namesOf = (answers: { __typename: string }[]) => new Set(answers.map(({ __typename }) => __typename));
const unexpected = () => gatehouse.logs.filter((line) => /unexpected|Unexpected/.test(line));

/** Waits until every connection is taken by somebody who waits for a lock. */
const allTaken = () =>
  vi.waitFor(async () => {
    const sql = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    expect(await gatehouse.sql(sql)).toHaveLength(POOL);
  }, PATIENCE);

/** Runs acts at once while all that reach for what is locked wait, and lets go once MORE of them were answered. */
async function atOnce<Answer>(lock: string, acts: (() => Promise<Answer>)[]): Promise<Answer[]> {
  let answered = 0;
  const run = () => Promise.all(acts.map((act) => act().finally(() => answered++)));
  const enough = () => vi.waitFor(() => expect(answered).toBe(MORE), PATIENCE);
  return await whileHeld(gatehouse.databaseUrl, lock, run, enough);
}

/** Whoever waits for a lock waits for 4 seconds at most: the first act must not wait while the others open connections. */
beforeAll(async () => {
  await Promise.all(Array.from({ length: 2 * POOL }, (_, at) => signUp(gatehouse, `warm${at}@saturated.test`)));
});

beforeEach(() => {
  gatehouse.logs.length = 0;
});

test('a request that gets no database connection in time is told to try again, not that something went wrong', async () => {
  const codes: unknown[] = [];
  const acts = await whileHeld(
    gatehouse.databaseUrl,
    SIGN_UPS,
    async () => await Promise.all(addresses.map((address) => signUp(gatehouse, address))),
    async () => {
      await allTaken();
      const late = [
        gatehouse.graphql('{ portal(slug: "demo") { name } }'),
        gatehouse.graphql('{ developers { totalCount } }', {}, { token: admin }),
        gatehouse.graphql('mutation { logOut(input: { portal: "demo" }) { __typename } }'),
      ];
      for (const { errors } of await Promise.all(late)) codes.push(errors[0]?.extensions?.code);
    },
  );
  expect(namesOf(acts)).toEqual(new Set(['SignUpSuccess', 'TooManyAttempts']));
  expect(codes).toEqual(Array(3).fill('TOO_MANY_ATTEMPTS'));
  expect(unexpected()).toEqual([]);
});

test('a transaction that could not begin is answered the same way', async () => {
  await gatehouse.sql('TRUNCATE developers CASCADE');
  for (const address of addresses) await signUp(gatehouse, address);
  await gatehouse.drain();
  const tokens = addresses.map((address) => tokenIn(lastMailTo(gatehouse, address)));
  const verify = tokens.map((token) => () => verifyEmail(gatehouse, token));
  // Lets everybody read the link, and nobody take the lock after it.
  const answers = await atOnce('LOCK TABLE developers IN EXCLUSIVE MODE', verify);
  expect(namesOf(answers)).toEqual(new Set(['VerifyEmailSuccess', 'TooManyAttempts']));
  expect(unexpected()).toEqual([]);
  expect(namesOf(await Promise.all(verify.map((again) => again())))).toEqual(new Set(['VerifyEmailSuccess']));
});

test('a log-in with SSO leads to the page that says so, without waiting for a connection twice', async () => {
  const waits: number[] = [];
  const visit = async () => {
    const from = performance.now();
    const page = await openBrowser().visit(`${gatehouse.url}/sso/demo/${randomUUID()}/start`);
    if (failure(page) === 'TOO_MANY_ATTEMPTS') waits.push(performance.now() - from);
    return page;
  };
  const visits = addresses.map(() => visit);
  const pages = await atOnce('LOCK TABLE sso_connections IN ACCESS EXCLUSIVE MODE', visits);
  expect(new Set(pages.map(failure))).toEqual(new Set(['OFF', 'TOO_MANY_ATTEMPTS']));
  expect(Math.max(...waits)).toBeLessThan(2 * PATIENCE_FOR_ONE_MS);
  expect(unexpected()).toEqual([]);
});

test('when connections run out among many ids, the ids decided before are told so, and the others to try again', async () => {
  const ids = (await addPeople(gatehouse, 2 * DECIDED_TOGETHER + 2)).toSorted();
  const people = (count: number) =>
    Promise.all(Array.from({ length: count }, () => gatehouse.graphql('{ me(portal: "demo") { id } }', {}, { token: 'x' })));
  let answer: Awaited<ReturnType<typeof act>> | undefined;
  let late: Promise<unknown> | undefined;
  // While it waits for an id of the second group, the connections run out, and others stand before it in the line for the one that it leaves.
  const runOut = async () => {
    await allTaken();
    late = people(MORE);
    await gatehouse.graphql('{ __typename }');
  };
  const second = `SELECT FROM developers WHERE id = '${ids[DECIDED_TOGETHER]}' FOR UPDATE`;
  const act = () => succeed(decide(gatehouse, 'approve', ids, admin));
  const decideThem = async () => {
    answer = await whileHeld(gatehouse.databaseUrl, second, act, runOut);
  };
  await whileHeld(gatehouse.databaseUrl, 'LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE', () => people(POOL - 1), decideThem);
  await late;
  const told = answer?.results.map(({ developer, error }) => error?.__typename ?? developer?.status);
  expect(told).toEqual(ids.map((_, at) => (at < 2 * DECIDED_TOGETHER ? 'APPROVED' : 'TooManyAttempts')));
  const are = await gatehouse.sql<{ status: string }>('SELECT status FROM developers WHERE id = ANY ($1) ORDER BY id', [ids]);
  expect(are.map(({ status }) => status)).toEqual(ids.map((_, at) => (at < 2 * DECIDED_TOGETHER ? 'APPROVED' : 'PENDING')));
  expect(unexpected()).toEqual([]);
  const again = await succeed(decide(gatehouse, 'approve', ids.slice(-2), admin));
  expect(again.results.map(({ error }) => error)).toEqual([null, null]);
});
