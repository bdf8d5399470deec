import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { updateConnection } from '../kit/connections.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { startSsoLink } from '../kit/own-account.ts';
import { confirmSso, loggedInPerson, mailedToken, signUp, statusOf } from '../kit/people.ts';
import { comeIn, connect, failure, goToProvider } from '../kit/sso.ts';
import { openBrowser, param } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);

beforeEach(async () => {
  await gatehouse.drain();
  issuer.behave();
});

const person = (sub: string, more: object = {}) => ({
  sub,
  name: sub,
  email: `${sub}@commit.test`,
  email_verified: true,
  ...more,
});

const COMMITS = [
  ['switched off', 'UPDATE sso_connections SET enabled = false, updated_at = now() WHERE id = $1', 'OFF'],
  ['deleted', 'DELETE FROM sso_connections WHERE id = $1', 'OFF'],
] as const;

/** What `act` comes to where an admin's change of the connection is under way already, and is committed while `act` waits for it. */
const afterChange = <Result>(id: string, change: string, act: () => Promise<Result>) =>
  whileHeld(gatehouse.databaseUrl, `SELECT FROM sso_connections WHERE id = '${id}' FOR UPDATE`, act, (client) =>
    client.query(change, [id]),
  );

const identities = async (sub: string) =>
  (await gatehouse.sql('SELECT 1 FROM sso_identities WHERE subject = $1', [sub])).length;

test.each([
  ...COMMITS,
  [
    'for those who are registered only',
    "UPDATE sso_connections SET approval = 'EXISTING_ONLY', updated_at = now() WHERE id = $1",
    'NOT_REGISTERED',
  ],
] as const)(
  'R42: a connection that is %s before somebody new is registered leaves nothing of them',
  async (what, change, reason) => {
    const connection = await connect(gatehouse, issuer);
    const sub = `commit-${what.replaceAll(' ', '-')}`;
    issuer.behave({ person: person(sub) });
    const { browser, callback } = await goToProvider(connection);
    expect(failure(await afterChange(connection.id, change, () => browser.visit(callback)))).toBe(reason);
    expect([await statusOf(gatehouse, `${sub}@commit.test`), await identities(sub)]).toEqual([null, 0]);
  },
);

test.each(COMMITS)(
  'R42: a connection that is %s before a waiting person is approved leaves the person waiting',
  async (what, change, reason) => {
    const sub = `approve-${what.replace(' ', '-')}`;
    const connection = await connect(gatehouse, issuer, { approval: 'RULES' });
    issuer.behave({ person: person(sub) });
    await comeIn(connection);
    await gatehouse.drain();
    await updateConnection(gatehouse, connection.id, { approval: 'TRUST' }, admin);
    const { browser, callback } = await goToProvider(connection);
    expect(failure(await afterChange(connection.id, change, () => browser.visit(callback)))).toBe(reason);
    expect(await statusOf(gatehouse, `${sub}@commit.test`)).toBe('PENDING');
  },
);

test.each(COMMITS)('a connection that is %s before a mail is written causes none', async (what, change, reason) => {
  const connection = await connect(gatehouse, issuer);
  const sub = `mail-${what.replace(' ', '-')}`;
  issuer.behave({ person: person(sub, { email_verified: false }) });
  const { browser, callback } = await goToProvider(connection);
  expect(failure(await afterChange(connection.id, change, () => browser.visit(callback)))).toBe(reason);
  expect(await gatehouse.sql('SELECT 1 FROM sso_confirmations WHERE subject = $1', [sub])).toEqual([]);
  expect(await gatehouse.sql("SELECT 1 FROM jobs WHERE name = 'sendSsoConfirmationEmail' AND status <> 'DONE'")).toEqual([]);
});

test.each(COMMITS)(
  'a connection that is %s before what the provider says is taken over changes nobody',
  async (what, change, reason) => {
    const connection = await connect(gatehouse, issuer);
    const sub = `refresh-${what.replace(' ', '-')}`;
    issuer.behave({ person: person(sub) });
    await comeIn(connection);
    for (const more of [{ name: 'Eve' }, { email: `eve-${sub}@commit.test` }]) {
      issuer.behave({ person: person(sub, more) });
      const { browser, callback } = await goToProvider(connection);
      expect(failure(await afterChange(connection.id, change, () => browser.visit(callback)))).toBe(reason);
      const email = `${sub}@commit.test`;
      expect(await gatehouse.sql('SELECT full_name FROM developers WHERE email = $1', [email])).toEqual([{ full_name: sub }]);
      if (what === 'deleted') return;
      await updateConnection(gatehouse, connection.id, { enabled: true }, admin);
    }
  },
);

test.each(COMMITS)(
  'R41: a connection that is %s before an account there is linked links none',
  async (what, change, reason) => {
    const connection = await connect(gatehouse, issuer);
    const sub = `link-${what.replace(' ', '-')}`;
    const { token } = await loggedInPerson(gatehouse, `${sub}@commit.test`, admin);
    const browser = openBrowser();
    browser.cookies.push({ name: 'gatehouse-demo', value: token, host: 'localhost', path: '/' });
    const { url } = await succeed(startSsoLink(gatehouse, { cookie: `gatehouse-demo=${token}` }, connection.id));
    issuer.behave({ person: person(sub, { email: 'at-work@commit.test' }) });
    const link = param(new URL(url), 'link');
    const { callback } = await goToProvider(connection, { link }, browser);
    expect(failure(await afterChange(connection.id, change, () => browser.visit(callback)))).toBe(reason);
    expect(await identities(sub)).toBe(0);
  },
);

test.each(COMMITS)('a mailed link of a connection that is %s before it joins anybody is dead', async (what, change) => {
  const connection = await connect(gatehouse, issuer);
  const sub = `confirm-${what.replace(' ', '-')}`;
  issuer.behave({ person: person(sub, { email_verified: false }) });
  await comeIn(connection);
  const token = await mailedToken(gatehouse, `${sub}@commit.test`);
  const answer = await afterChange(connection.id, change, () => confirmSso(gatehouse, token));
  expect(answer.__typename).toBe('InvalidToken');
  expect([await statusOf(gatehouse, `${sub}@commit.test`), await identities(sub)]).toEqual([null, 0]);
});

test('R41: a domain that the connection no longer vouches for verifies nobody whose log-in is under way', async () => {
  const connection = await connect(gatehouse, issuer, { verifiedDomains: ['commit.test'] });
  issuer.behave({ person: person('vouched', { email_verified: undefined }) });
  const { browser, callback } = await goToProvider(connection);
  const change = "UPDATE sso_connections SET verified_domains = '{}', updated_at = now() WHERE id = $1";
  const end = await afterChange(connection.id, change, () => browser.visit(callback));
  expect([end.location?.pathname, await statusOf(gatehouse, 'vouched@commit.test')]).toEqual([
    '/p/demo/sso-confirm-sent',
    null,
  ]);
});

test('an admin who switches a connection off waits for a registration that came first', async () => {
  const connection = await connect(gatehouse, issuer);
  const email = 'first@commit.test';
  await signUp(gatehouse, email);
  await gatehouse.drain();
  issuer.behave({ person: person('first') });
  const { browser, callback } = await goToProvider(connection);
  let hasSwitched = false;
  let switching: Promise<unknown> | undefined;
  const waiting =
    'SELECT 1 FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0 AND datname = current_database()';
  await whileHeld(
    gatehouse.databaseUrl,
    `SELECT FROM developers WHERE email = '${email}' FOR UPDATE`,
    () => browser.visit(callback),
    async (client) => {
      switching = updateConnection(gatehouse, connection.id, { enabled: false }, admin).then(() => (hasSwitched = true));
      while (!hasSwitched && ((await client.query(waiting)).rowCount ?? 0) < 2) await setTimeout(5);
      expect(hasSwitched).toBe(false);
    },
  );
  await switching;
  expect([hasSwitched, await statusOf(gatehouse, email)]).toEqual([true, 'APPROVED']);
});
