import { expect, test } from 'vitest';
import { deviceOf } from '../../domain/developers/device.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { ownSessions } from '../kit/own-account.ts';
import { approvedPerson, logIn, PASSWORD, whoAmI } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1';

const gatehouse = await startInstallation({ TRUSTED_PROXIES: '1' });
const admin = await openDemoPortal(gatehouse);

/** Logs in from somewhere. */
async function logInFrom(email: string, userAgent: string, address: string): Promise<string> {
  const headers = { 'user-agent': userAgent, 'x-forwarded-for': address };
  return (await succeed(logIn(gatehouse, email, PASSWORD, {}, { headers }), 'token')).token;
}

test('shows each session with its device, place and times, and which one asks', async () => {
  const { email } = await approvedPerson(gatehouse, 'ada@own.test', admin);
  const begun = Date.now();
  await logInFrom(email, IPHONE, '203.0.113.7');
  const token = await logInFrom(email, FIREFOX, '2001:db8::7');
  const sessions = (await ownSessions(gatehouse, { token })) ?? [];
  expect(sessions).toMatchObject([
    { device: 'Firefox on Windows', ip: '2001:db8::7', method: 'PASSWORD', secondFactor: null, current: true },
    { device: 'Safari on iPhone', ip: '203.0.113.7', method: 'PASSWORD', secondFactor: null, current: false },
  ]);
  for (const { createdAt, lastSeenAt } of sessions) {
    expect(Date.parse(createdAt)).toBeGreaterThanOrEqual(begun);
    expect(lastSeenAt).toBe(createdAt);
  }
});

test('a session that is used moves on in time and place; one that ended is not shown', async () => {
  const { email, id } = await approvedPerson(gatehouse, 'moves@own.test', admin);
  const [token] = [await logInFrom(email, FIREFOX, '203.0.113.7'), await logInFrom(email, IPHONE, '203.0.113.8')];
  await logInFrom(email, 'curl/8.5.0', '203.0.113.9');
  const set = (to: string, agent: string) =>
    gatehouse.sql(`UPDATE sessions SET ${to} WHERE developer_id = $1 AND user_agent = $2`, [id, agent]);
  await set("last_seen_at = now() - interval '1 hour'", FIREFOX);
  await set("last_seen_at = now() - interval '8 days'", IPHONE);
  await set("expires_at = now() - interval '1 second'", 'curl/8.5.0');
  const elsewhere = { token, headers: { 'x-forwarded-for': '198.51.100.1' } };
  await whoAmI(gatehouse, elsewhere);
  const sessions = (await ownSessions(gatehouse, elsewhere)) ?? [];
  expect(sessions.map(({ device, ip }) => [device, ip])).toEqual([['Firefox on Windows', '198.51.100.1']]);
  expect(Date.now() - Date.parse(present(sessions[0]?.lastSeenAt))).toBeLessThan(60_000);
});

test('R31: a session shows no secret', async () => {
  const { data } = await gatehouse.graphql<{ __type: { fields: { name: string }[] } }>(
    '{ __type(name: "Session") { fields { name } } }',
  );
  expect(data.__type.fields.map(({ name }) => name).sort()).toEqual([
    'createdAt',
    'current',
    'device',
    'id',
    'ip',
    'lastSeenAt',
    'method',
    'secondFactor',
  ]);
});

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36', 'Chrome on Linux'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
    'Edge on Mac',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
    'Safari on Mac',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; SM-S931B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
    'Samsung Internet on Android',
  ],
  ['curl/8.5.0', 'curl/8.5.0'],
  [`agent ${'x'.repeat(500)}`, `agent ${'x'.repeat(53)}…`],
  [' ', 'Unknown device'],
])('names the device of %j', (userAgent, device) => {
  expect(deviceOf(userAgent)).toBe(device);
});
