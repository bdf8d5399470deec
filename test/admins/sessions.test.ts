import { expect, test } from 'vitest';
import { addAdmin, adminBearer, adminLogIn, adminSessions, whichAdminAmI } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const proxied = await startInstallation({ TRUSTED_PROXIES: '1' }, gatehouse);
const currentId = async (token: string) =>
  present((await adminSessions(gatehouse, { token })).find(({ current }) => current)?.id);

/** An admin who is logged in at three places. */
async function threePlaces(email: string): Promise<[string, string, string]> {
  return [
    await addAdmin(gatehouse, email, 'VIEWER', null),
    await adminBearer(gatehouse, email),
    await adminBearer(gatehouse, email),
  ];
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
  const { token } = await succeed(
    adminLogIn(proxied, input, { headers: { 'user-agent': firefox, 'x-forwarded-for': '192.0.2.1' } }),
    'token',
  );
  const places = async () => (await adminSessions(gatehouse, { token })).map((s) => [s.device, s.ip]);
  expect((await places())[0]).toEqual(['Firefox on Windows', '192.0.2.1']);
  await gatehouse.sql("UPDATE admin_sessions SET last_seen_at = now() - interval '2 minutes'");
  expect(await whichAdminAmI(proxied, { token, headers: { 'x-forwarded-for': '192.0.2.9' } })).toBe('devices@admins.test');
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
