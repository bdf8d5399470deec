import { expect, test } from 'vitest';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { ownSessions, revokeOtherSessions, revokeSession } from '../kit/own-account.ts';
import { loggedInPerson, logIn, PASSWORD, whoAmI } from '../kit/people.ts';
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

test('R24: revokeSession ends that session, at once, and no other; ending the own one logs out', async () => {
  const { token, email } = await loggedInPerson(gatehouse, 'one@own.test', admin);
  const other = await logInFrom(email, IPHONE, '203.0.113.7');
  const third = await logInFrom(email, FIREFOX, '203.0.113.7');
  const idOf = async (device: string) =>
    present((await ownSessions(gatehouse, { token }))?.find((session) => session.device === device)?.id);
  const id = await idOf('Safari on iPhone');
  expect(await revokeSession(gatehouse, { token }, id)).toEqual({ __typename: 'RevokeSessionSuccess', id });
  expect(await whoAmI(gatehouse, { token: other })).toBeNull();
  expect(await whoAmI(gatehouse, { token: third })).toBe(email);
  expect(await revokeSession(gatehouse, { token }, id)).toMatchObject({ __typename: 'NotFound' });

  const own = present((await ownSessions(gatehouse, { token }))?.find(({ current }) => current)?.id);
  expect(await revokeSession(gatehouse, { token }, own)).toMatchObject({ __typename: 'RevokeSessionSuccess' });
  expect(await whoAmI(gatehouse, { token })).toBeNull();
  expect(await whoAmI(gatehouse, { token: third })).toBe(email);
});

test("R33: nobody can end or see another person's session, nor one through another portal", async () => {
  await createPortal(gatehouse, 'other', admin);
  const victim = await loggedInPerson(gatehouse, 'victim@own.test', admin);
  const other = await loggedInPerson(gatehouse, 'nosy@own.test', admin);
  const id = present((await ownSessions(gatehouse, victim))?.[0]?.id);
  const adminSession = present((await gatehouse.sql<{ id: string }>('SELECT id FROM admin_sessions LIMIT 1'))[0]?.id);
  for (const wanted of [id, adminSession, 'nonsense', '', '00000000-0000-7000-8000-000000000000']) {
    expect(await revokeSession(gatehouse, other, wanted)).toEqual({
      __typename: 'NotFound',
      message: 'There is no such session.',
    });
  }
  const denied = { __typename: 'NotAllowed' };
  for (const options of [{}, { token: admin }]) {
    expect(await revokeSession(gatehouse, options, id)).toMatchObject(denied);
    expect(await revokeOtherSessions(gatehouse, options)).toMatchObject(denied);
  }
  for (const portal of ['other', 'nowhere']) {
    expect(await revokeSession(gatehouse, victim, id, portal)).toMatchObject(denied);
    expect(await revokeOtherSessions(gatehouse, victim, portal)).toMatchObject(denied);
  }
  expect(await whoAmI(gatehouse, victim)).toBe(victim.email);
});
