import { afterEach, expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import {
  connected,
  connectionsOf,
  createConnection,
  deleteConnection,
  tryOut,
  updateConnection,
  wayIn,
} from '../kit/connections.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import type { AnyAnswer } from '../kit/mutate.ts';

const ROUNDS = 20;

const gatehouse = await startInstallation();
// Another process: what decides a race is the database.
const second = await startInstallation({}, gatehouse);
const admin = await openDemoPortal(gatehouse);

const passwordLogin = async () => {
  const { data } = await gatehouse.graphql<{ portal: { passwordLogin: boolean } | null }>(
    '{ portal(slug: "demo") { passwordLogin } }',
  );
  return data.portal?.passwordLogin;
};

/** How many connections surely let people in. */
const waysIn = async () =>
  ((await connectionsOf(gatehouse, { token: admin })) ?? []).filter(({ enabled, testedAt }) => enabled && testedAt).length;

const switchOff = (site = gatehouse) => updatePortal(site, { passwordLogin: false }, admin);
const switchOn = () => updatePortal(gatehouse, { passwordLogin: true }, admin);

const refusal = ({ __typename, issues }: AnyAnswer) => [__typename, issues?.map(({ path }) => path.join('.'))];

afterEach(async () => {
  await switchOn();
  await gatehouse.sql('DELETE FROM sso_connections');
});

test('passwords are switched off only where an enabled connection was tried out', async () => {
  const refused = ['InvalidInput', ['passwordLogin']];
  expect(await passwordLogin()).toBe(true);
  expect(refusal(await switchOff())).toEqual(refused);
  const id = await connected(gatehouse, { enabled: true }, admin);
  expect(refusal(await switchOff())).toEqual(refused);
  await tryOut(gatehouse, id);
  await updateConnection(gatehouse, id, { enabled: false }, admin);
  expect(refusal(await switchOff())).toEqual(refused);
  expect(await passwordLogin()).toBe(true);
  await updateConnection(gatehouse, id, { enabled: true }, admin);
  expect(refusal(await switchOff())).toEqual(['UpdatePortalSuccess', undefined]);
  expect(await passwordLogin()).toBe(false);
  expect(refusal(await switchOff())).toEqual(['UpdatePortalSuccess', undefined]);
  expect(refusal(await updatePortal(gatehouse, { name: 'Demo', passwordLogin: null }, admin))[0]).toBe('UpdatePortalSuccess');
  expect(await passwordLogin()).toBe(false);
});

test('a connection of another portal is no way in', async () => {
  await gatehouse.sql(
    "INSERT INTO portals (id, slug, name, catalog_url, contact_email, updated_at) SELECT gen_random_uuid(), 'other', name, catalog_url, contact_email, now() FROM portals WHERE slug = 'demo'",
  );
  await wayIn(gatehouse, admin, { portal: 'other' });
  expect(refusal(await switchOff())).toEqual(['InvalidInput', ['passwordLogin']]);
});

test.each([
  [{ enabled: false }, ['enabled']],
  [{ clientSecret: null, scopes: ['openid'] }, ['clientSecret', 'scopes']],
  [{ issuer: 'https://1.1.1.1/other', claims: { email: 'upn' } }, ['issuer', 'claims.email']],
  [{ clientId: 'another', label: 'Another' }, ['clientId']],
])('with passwords off the last way in stays: %j is refused', async (change, paths) => {
  const id = await wayIn(gatehouse, admin, { clientSecret: 'the first one' });
  await connected(gatehouse, { enabled: true, label: 'Never tried' }, admin);
  await tryOut(gatehouse, await connected(gatehouse, { label: 'Not enabled' }, admin));
  await switchOff();
  const before = await connectionsOf(gatehouse, { token: admin });
  expect(refusal(await updateConnection(gatehouse, id, change, admin))).toEqual(['InvalidInput', paths]);
  expect(refusal(await deleteConnection(gatehouse, id, admin))).toEqual(['InvalidInput', ['id']]);
  expect(await connectionsOf(gatehouse, { token: admin })).toEqual(before);
  // What leaves it a way in is nobody's business.
  expect((await updateConnection(gatehouse, id, { label: 'Renamed', approval: 'RULES' }, admin)).__typename).toBe(
    'UpdateSsoConnectionSuccess',
  );
  // With another one there, or with passwords, it is not the last.
  await wayIn(gatehouse, admin, { label: 'Another' });
  expect((await updateConnection(gatehouse, id, change, admin)).__typename).toBe('UpdateSsoConnectionSuccess');
  await switchOn();
  expect((await deleteConnection(gatehouse, id, admin)).__typename).toBe('DeleteSsoConnectionSuccess');
});

test('two admins at once cannot shut everybody out: each takes away another connection', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [one, other] = [await wayIn(gatehouse, admin), await wayIn(gatehouse, admin)];
    await switchOff();
    const takeAway = [
      (site: typeof gatehouse, id: string) => deleteConnection(site, id, admin),
      (site: typeof gatehouse, id: string) => updateConnection(site, id, { enabled: false }, admin),
      (site: typeof gatehouse, id: string) => updateConnection(site, id, { clientId: `of-round-${round}` }, admin),
    ];
    const answers = await Promise.all([
      takeAway[round % 3]?.(gatehouse, one),
      takeAway[Math.trunc(round / 3) % 3]?.(second, other),
    ]);
    expect(answers.filter((answer) => answer?.__typename === 'InvalidInput')).toHaveLength(1);
    expect([await passwordLogin(), await waysIn()]).toEqual([false, 1]);
    await switchOn();
    await gatehouse.sql('DELETE FROM sso_connections');
  }
});

test('two admins at once cannot shut everybody out: one takes the connection away, one the passwords', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const id = await wayIn(gatehouse, admin);
    const [taken, switched] = await Promise.all([deleteConnection(second, id, admin), switchOff()]);
    const isDeleted = taken.__typename === 'DeleteSsoConnectionSuccess';
    expect([switched.__typename, await passwordLogin(), await waysIn()]).toEqual(
      isDeleted ? ['InvalidInput', true, 0] : ['UpdatePortalSuccess', false, 1],
    );
    await switchOn();
    await gatehouse.sql('DELETE FROM sso_connections');
  }
});

test.each(['delete', 'switch'])('the second of two requests waits for the first, and sees its result: %s', async (first) => {
  const id = await wayIn(gatehouse, admin);
  const portal = "SELECT 1 FROM portals WHERE slug = 'demo' FOR NO KEY UPDATE";
  const answer = await whileHeld(
    gatehouse.databaseUrl,
    portal,
    (): Promise<AnyAnswer> => (first === 'delete' ? switchOff() : deleteConnection(gatehouse, id, admin)),
    (client) =>
      client.query(
        first === 'delete' ? 'DELETE FROM sso_connections' : "UPDATE portals SET password_login = false WHERE slug = 'demo'",
      ),
  );
  expect(answer.__typename).toBe('InvalidInput');
});

test('registrations go on while a connection is changed', async () => {
  const id = await connected(gatehouse, {}, admin);
  const portal = "SELECT 1 FROM portals WHERE slug = 'demo' FOR NO KEY UPDATE";
  const signUp = 'mutation { signUp(input: { portal: "demo", email: "x@way.test", fullName: "X" }) { __typename } }';
  const answer = await whileHeld(
    gatehouse.databaseUrl,
    portal,
    () => gatehouse.graphql(signUp),
    async () => undefined,
  );
  expect(answer.data).toEqual({ signUp: { __typename: 'SignUpSuccess' } });
  expect((await createConnection(gatehouse, {}, admin)).__typename).toBe('CreateSsoConnectionSuccess');
  expect((await deleteConnection(gatehouse, id, admin)).__typename).toBe('DeleteSsoConnectionSuccess');
});
