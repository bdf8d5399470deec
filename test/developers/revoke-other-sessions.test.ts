import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { revokeOtherSessions } from '../kit/own-account.ts';
import { loggedInPerson, logIn, PASSWORD, whoAmI } from '../kit/people.ts';

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

test('R24: revokeOtherSessions leaves the one that asks, and tells how many ended', async () => {
  const { token, email } = await loggedInPerson(gatehouse, 'others@own.test', admin);
  const others = [await logInFrom(email, IPHONE, '203.0.113.7'), await logInFrom(email, FIREFOX, '203.0.113.7')];
  const stranger = await loggedInPerson(gatehouse, 'stranger@own.test', admin);
  expect(await revokeOtherSessions(gatehouse, { token })).toEqual({ __typename: 'RevokeOtherSessionsSuccess', ended: 2 });
  for (const ended of others) expect(await whoAmI(gatehouse, { token: ended })).toBeNull();
  expect(await whoAmI(gatehouse, { token })).toBe(email);
  expect(await whoAmI(gatehouse, { token: stranger.token })).toBe(stranger.email);
});
