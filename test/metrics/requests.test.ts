import { expect, test } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { firstOf } from '../../metrics/bounded-label.ts';
import { MOST_OPERATIONS } from '../../metrics/requests.ts';
import { schema } from '../../schema/index.ts';
import { adminLogIn, openDemoPortal } from '../kit/admins.ts';
import { solutionFor } from '../kit/bot-check.ts';
import { send } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { growth, type Scrape, scrape } from '../kit/metrics.ts';
import { bearer, logIn, registeredPerson, signUp, whoAmI } from '../kit/people.ts';
import { PATIENCE } from '../kit/processes.ts';
import { subscribe } from '../kit/streams.ts';

const port = await freePort();
const gatehouse = await startInstallation({ MANAGEMENT_PORT: String(port) });
const admin = await openDemoPortal(gatehouse);
const { email } = await registeredPerson(gatehouse, 'ada@metrics.test');

/** Waits until the act made exactly these series grow: an answer is counted a moment after the client has it. */
async function expectGrowth(before: Scrape, name: string, grown: Record<string, number>): Promise<void> {
  const told = async () =>
    Object.fromEntries(
      growth(before, await scrape(port), name)
        .filter(({ labels }) => labels['operation'] !== 'health')
        .map(({ labels, by }) => [Object.values(labels).join(' '), by]),
    );
  await expect.poll(told, PATIENCE).toEqual(grown);
}

test('requests are counted and timed by operation and result, sign-ups and log-ins by result', async () => {
  const before = await scrape(port);
  await signUp(gatehouse, 'grace@metrics.test');
  await signUp(gatehouse, 'no address');
  await gatehouse.graphql('{ me(portal: "demo") { email } }');
  await gatehouse.graphql('{ developers { totalCount } }');
  await gatehouse.graphql('{ nope }');
  await gatehouse.graphql('query A { me(portal: "demo") { email } } query B { portal(slug: "demo") { name } }');
  await logIn(gatehouse, email, 'not the right password');
  await logIn(gatehouse, email);
  await adminLogIn(gatehouse);
  await fetch(`${gatehouse.url}/p/demo`);
  await fetch(`${gatehouse.url}/assets/none.js`);
  await fetch(`${gatehouse.url}/nowhere`);
  await expectGrowth(before, 'gatehouse_requests_total', {
    'signUp Success': 1,
    'signUp InvalidInput': 1,
    'me Success': 1,
    'developers NotAllowed': 1,
    'other Refused': 3,
    'logIn InvalidCredentials': 1,
    'logIn NotApproved': 1,
    'adminLogIn Success': 1,
    'page Success': 1,
    'asset Refused': 1,
  });
  await expectGrowth(before, 'gatehouse_request_duration_seconds_count', {
    signUp: 2,
    me: 1,
    developers: 1,
    other: 3,
    logIn: 2,
    adminLogIn: 1,
    page: 1,
    asset: 1,
  });
  await expectGrowth(before, 'gatehouse_sign_ups_total', { Success: 1, InvalidInput: 1 });
  await expectGrowth(before, 'gatehouse_log_ins_total', {
    'developer InvalidCredentials': 1,
    'developer NotApproved': 1,
    'admin Success': 1,
  });
});

test('what strangers have for the bot check is counted, at portals that ask', async () => {
  const before = await scrape(port);
  await signUp(gatehouse, 'calm@metrics.test', { botCheck: 'nobody-asked' });
  await gatehouse.sql("UPDATE portals SET bot_check = 'ALWAYS'");
  const botCheck = await solutionFor(gatehouse);
  await signUp(gatehouse, 'none@metrics.test');
  for (let time = 0; time < 2; time++) await signUp(gatehouse, 'one@metrics.test', { botCheck });
  await signUp(gatehouse, 'wrong@metrics.test', { botCheck: 'wrong' });
  await gatehouse.sql("UPDATE portals SET bot_check = 'OFF'");
  await expectGrowth(before, 'gatehouse_bot_checks_total', { passed: 1, MISSING: 1, USED: 1, WRONG: 1 });
  await expectGrowth(before, 'gatehouse_sign_ups_total', { Success: 2, BotCheckRequired: 3 });
});

test('an error that clients do not see is counted, with the operation that it spoiled', async () => {
  const before = await scrape(port);
  await gatehouse.sql('ALTER TABLE jobs RENAME TO jobs_away');
  await signUp(gatehouse, 'away@metrics.test').catch(() => undefined);
  await gatehouse.sql('ALTER TABLE jobs_away RENAME TO jobs');
  await expectGrowth(before, 'gatehouse_unexpected_errors_total', { '': 1 });
  await expectGrowth(before, 'gatehouse_requests_total', { 'signUp Unexpected': 1 });
  await expectGrowth(before, 'gatehouse_sign_ups_total', { Unexpected: 1 });
});

test('an operation is named by the first field of the schema, whatever the client calls it or hides it in', async () => {
  const before = await scrape(port);
  await gatehouse.graphql('query Mine { __typename mine: me(portal: "demo") { email } portal(slug: "demo") { name } }');
  await gatehouse.graphql('{ ...A } fragment A on Query { ... on Query { portal(slug: "demo") { name } } }');
  await gatehouse.graphql('{ __typename }');
  await expectGrowth(before, 'gatehouse_requests_total', { 'me Success': 1, 'portal Success': 1, 'other Success': 1 });
});

test('a subscription is counted when it ends, and not timed', async () => {
  const before = await scrape(port);
  const stream = await subscribe(gatehouse, 'subscription { requestsChanged { counts { waiting } } }', {}, { token: admin });
  await stream.next();
  stream.close();
  await expectGrowth(before, 'gatehouse_requests_total', { 'requestsChanged Success': 1 });
  await expectGrowth(before, 'gatehouse_request_duration_seconds_count', {});
});

test('no client can make the number of series grow', async () => {
  const everything = async () => (await scrape(port)).samples.filter(({ name }) => name.startsWith('gatehouse_'));
  const flood = async (name: string) => {
    await gatehouse.graphql(`query ${name} { ${name}: me(portal: "${name}") { email } }`);
    await gatehouse.graphql(`{ ${name} }`);
    await gatehouse.graphql(
      '{ me(portal: "demo") { email } }',
      { [name]: name },
      { token: name, headers: { 'user-agent': name } },
    );
    await logIn(gatehouse, `${name}@metrics.test`, name);
    await signUp(gatehouse, email, { portal: name });
    await whoAmI(gatehouse, { token: name }, name);
    for (const path of ['', 'p/', 'assets/', 'sso/', 'admin/', 'sso/callback?state=']) {
      await send(`${gatehouse.url}/${path}${name}`, 'GET', {});
    }
    await send(`${gatehouse.url}/${name}`, name.toUpperCase().slice(0, 4) === 'NAME' ? 'PUT' : 'POST', {});
  };
  await flood('first');
  await expect.poll(async () => (await everything()).some(({ labels }) => labels['result'] === 'NotFound')).toBe(true);
  const before = (await everything()).length;
  for (let at = 0; at < 20; at++) await flood(`name${at}`);
  const after = await everything();
  expect(after.length).toBe(before);
  expect(JSON.stringify(after)).not.toMatch(/name\d|metrics\.test/);
});

test('the bound of operations is above those of the schema, and what is beyond it counts as other', () => {
  const types = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const names = types.flatMap((type) => Object.keys(type?.getFields() ?? {}));
  expect(names.length).toBeGreaterThan(100);
  expect(names.length + 5).toBeLessThan(MOST_OPERATIONS);
  // These are the names of what is no GraphQL.
  expect(names.filter((name) => ['page', 'asset', 'sso', 'health', 'other'].includes(name))).toEqual([]);
  const bounded = firstOf(MOST_OPERATIONS);
  const told = Array.from({ length: MOST_OPERATIONS + 1 }, (_, at) => bounded(`name${at}`));
  expect(told.slice(-2)).toEqual([`name${MOST_OPERATIONS - 1}`, 'other']);
  expect(bounded('name0')).toBe('name0');
});

test('hashes that run, wait and are refused are told, and so are the connections of the process', async () => {
  const before = await scrape(port);
  expect(before.value('gatehouse_database_connections_max')).toBe(20);
  await bearer(gatehouse, email).catch(() => undefined);
  const after = await scrape(port);
  expect(after.value('gatehouse_hashes', { state: 'running' })).toBe(0);
  expect(after.value('gatehouse_hashes', { state: 'waiting' })).toBe(0);
  const states = ['used', 'idle', 'waiting'].map((state) => after.value('gatehouse_database_connections', { state }) ?? -1);
  expect(states[0]).toBe(0);
  expect(states[1]).toBeGreaterThan(0);
  expect(states[2]).toBe(0);
  const waits = growth(before, after, 'gatehouse_database_connection_wait_seconds_count');
  expect(waits).toEqual([{ labels: {}, by: expect.any(Number) }]);
});
