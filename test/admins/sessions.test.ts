import { expect, test } from 'vitest';
import {
  addAdmin,
  adminLogIn,
  adminRevokeOtherSessions,
  adminRevokeSession,
  adminSessions,
  openDemoPortal,
  whichAdminAmI,
} from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { approvedPerson, logIn, whoAmI } from '../kit/people.ts';

const gatehouse = await startInstallation();
const elsewhere = await startInstallation({}, gatehouse);
const proxied = await startInstallation({ TRUSTED_PROXIES: '1' }, gatehouse);
const owner = await openDemoPortal(gatehouse);

const bearer = async (email: string) => (await adminLogIn(gatehouse, { email })).token ?? '';
const currentId = async (token: string) => (await adminSessions(gatehouse, { token })).find(({ current }) => current)?.id ?? '';

/** An admin who is logged in at three places. */
async function threePlaces(email: string): Promise<[string, string, string]> {
  return [await addAdmin(gatehouse, email, 'VIEWER', null), await bearer(email), await bearer(email)];
}

test('an admin sees where it is logged in, the last used first, and which session asks', async () => {
  const [first, second, third] = await threePlaces('list@admins.test');
  const sessions = await adminSessions(gatehouse, { token: second });
  expect(sessions.map(({ current }) => current)).toEqual([false, true, false]);
  expect(sessions.map(({ id }) => id)).toEqual([await currentId(third), await currentId(second), await currentId(first)]);
  for (const { createdAt, lastSeenAt } of sessions) {
    expect(Math.abs(Date.parse(createdAt) - Date.now())).toBeLessThan(60_000);
    expect(Date.parse(lastSeenAt)).toBeGreaterThanOrEqual(Date.parse(createdAt));
  }
  // What has not been used for long stands last.
  await gatehouse.sql("UPDATE admin_sessions SET last_seen_at = now() - interval '10 minutes' WHERE id = $1", [
    sessions[0]?.id,
  ]);
  const later = await adminSessions(gatehouse, { token: second });
  expect(later.map(({ id }) => id)).toEqual([sessions[1]?.id, sessions[2]?.id, sessions[0]?.id]);
  const asCookie = await adminSessions(gatehouse, { cookie: `gatehouse_admin=${third}` });
  expect(asCookie.filter(({ current }) => current).map(({ id }) => id)).toEqual([sessions[0]?.id]);
});

test('tells devices and places apart, the place being that of the last use', async () => {
  await addAdmin(gatehouse, 'devices@admins.test', 'VIEWER', null);
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
  const input = { email: 'devices@admins.test' };
  const { token } = await adminLogIn(proxied, input, { headers: { 'user-agent': firefox, 'x-forwarded-for': '192.0.2.1' } });
  const places = async () => (await adminSessions(gatehouse, { token: token ?? '' })).map((s) => [s.device, s.address]);
  expect((await places())[0]).toEqual(['Firefox on Windows', '192.0.2.1']);
  await gatehouse.sql("UPDATE admin_sessions SET last_seen_at = now() - interval '2 minutes'");
  expect(await whichAdminAmI(proxied, { token: token ?? '', headers: { 'x-forwarded-for': '192.0.2.9' } })).toBe(
    'devices@admins.test',
  );
  expect(await places()).toEqual([
    ['Firefox on Windows', '192.0.2.9'],
    ['node', expect.stringMatching(/^(127\.0\.0\.1|::1)$/)],
  ]);
});

test('nobody is told of the sessions of somebody else', async () => {
  const { data } = await gatehouse.graphql(
    `mutation($input: AdminLogInInput!) { adminLogIn(input: $input) { ... on AdminLogInSuccess { admin { email sessions { id } } } } }`,
    { input: ADMIN },
    { token: await addAdmin(gatehouse, 'curious@admins.test', 'VIEWER', null) },
  );
  expect(data).toEqual({ adminLogIn: { admin: { email: ADMIN.email, sessions: null } } });
});

test('R31: the answer about a session cannot be used to log in', async () => {
  const [token] = await threePlaces('told@admins.test');
  const { text } = await gatehouse.graphql('{ admin { sessions { id createdAt lastSeenAt current } } }', {}, { token });
  for (const [word = ''] of text.matchAll(/[\w-]{16,}/g)) expect(await whichAdminAmI(gatehouse, { token: word })).toBeNull();
  expect(text).not.toContain(token);
});

test('a session that ended by age or idleness is not listed', async () => {
  const [token, idle, old] = await threePlaces('ended@admins.test');
  const [idleId, oldId] = [await currentId(idle), await currentId(old)];
  await gatehouse.sql("UPDATE admin_sessions SET last_seen_at = now() - interval '61 minutes' WHERE id = $1", [idleId]);
  await gatehouse.sql("UPDATE admin_sessions SET expires_at = now() - interval '1 second' WHERE id = $1", [oldId]);
  expect((await adminSessions(gatehouse, { token })).map(({ current }) => current)).toEqual([true]);
});

test('R24: a revoked session is dead on every server, and no other is', async () => {
  const [token, lost, other] = await threePlaces('revoke@admins.test');
  const id = await currentId(lost);
  expect(await adminRevokeSession(gatehouse, id, { token })).toEqual({ __typename: 'AdminRevokeSessionSuccess', id });
  for (const server of [gatehouse, elsewhere]) {
    expect(await whichAdminAmI(server, { token: lost })).toBeNull();
    expect(await whichAdminAmI(server, { token: other })).toBe('revoke@admins.test');
  }
  expect(await adminRevokeSession(gatehouse, id, { token })).toMatchObject({ __typename: 'NotFound' });
  // One may also end the own.
  expect(await adminRevokeSession(gatehouse, await currentId(token), { token })).toMatchObject({
    __typename: 'AdminRevokeSessionSuccess',
  });
  expect(await whichAdminAmI(gatehouse, { token })).toBeNull();
});

test('R24: all sessions but the one that asks end, or all but the one that is named', async () => {
  const [first, second, third] = await threePlaces('others@admins.test');
  const whoIsIn = () => Promise.all([first, second, third].map((token) => whichAdminAmI(elsewhere, { token })));
  const keep = await currentId(second);
  expect(await adminRevokeOtherSessions(gatehouse, { token: first })).toMatchObject({ ended: 2 });
  expect(await whoIsIn()).toEqual(['others@admins.test', null, null]);
  expect(await adminRevokeOtherSessions(gatehouse, { token: first })).toMatchObject({ ended: 0 });
  expect(await adminRevokeOtherSessions(gatehouse, { token: first }, { keep })).toMatchObject({ __typename: 'NotFound' });
  const kept = await bearer('others@admins.test');
  expect(await adminRevokeOtherSessions(gatehouse, { token: first }, { keep: await currentId(kept) })).toMatchObject({
    ended: 1,
  });
  expect([await whichAdminAmI(gatehouse, { token: first }), await whichAdminAmI(gatehouse, { token: kept })]).toEqual([
    null,
    'others@admins.test',
  ]);
});

test('R28: a session of somebody else is as unknown as none, also to an OWNER', async () => {
  const victim = await addAdmin(gatehouse, 'victim@admins.test', 'VIEWER', 'demo');
  const ids = [await currentId(victim), '00000000-0000-7000-8000-000000000000', 'x', '', '\u0000'];
  const answers = await Promise.all(ids.map((id) => adminRevokeSession(gatehouse, id, { token: owner })));
  const kept = await Promise.all(ids.map((keep) => adminRevokeOtherSessions(gatehouse, { token: owner }, { keep })));
  expect(new Set([...answers, ...kept].map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ __typename: 'NotFound', message: 'There is no such session.' })]),
  );
  expect(await whichAdminAmI(gatehouse, { token: victim })).toBe('victim@admins.test');
  expect(await whichAdminAmI(gatehouse, { token: owner })).toBe(ADMIN.email);
});

test('R29: sessions of a developer with the same address are neither listed nor ended', async () => {
  const [token] = await threePlaces('both@admins.test');
  await approvedPerson(gatehouse, 'both@admins.test', owner);
  const { token: session } = await logIn(gatehouse, 'both@admins.test');
  expect(await adminSessions(gatehouse, { token })).toHaveLength(3);
  const [row] = await gatehouse.sql<{ id: string }>(
    "SELECT s.id FROM sessions s JOIN developers d ON d.id = s.developer_id WHERE d.email = 'both@admins.test'",
  );
  expect(await adminRevokeSession(gatehouse, row?.id ?? '', { token })).toMatchObject({ __typename: 'NotFound' });
  expect(await adminRevokeOtherSessions(gatehouse, { token: session ?? '' })).toMatchObject({ __typename: 'NotAllowed' });
  expect(await adminRevokeOtherSessions(gatehouse, { token })).toMatchObject({ ended: 2 });
  expect(await whoAmI(gatehouse, { token: session ?? '' })).toBe('both@admins.test');
});
