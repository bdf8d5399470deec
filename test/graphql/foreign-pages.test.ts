import { expect, test } from 'vitest';
import { adminBearer, createPortal, openDemoPortal, updatePortal, whichAdminAmI } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { approvedPerson, bearer, mailedToken, PASSWORD, requestPasswordReset, whoAmI } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);
const A = 'https://a.corp.test';
await updatePortal(gatehouse, { origins: [A] }, admin, 'other');
const DEMO = 'https://demo.corp.test';
await updatePortal(gatehouse, { origins: [DEMO] }, admin);
const ada = await approvedPerson(gatehouse, 'ada@pages.test', admin);

type Answer = { result: { __typename: string } | null };

/** One act as a page sends it. */
async function act(mutation: string, headers: Record<string, string>, token?: string) {
  const { data, headers: answered } = await gatehouse.graphql<Answer>(
    `mutation { result: ${mutation} }`,
    {},
    { headers, ...(token && { token }) },
  );
  return { name: data.result?.__typename, cookies: answered.getSetCookie() };
}
const logInAt = (session: string, password = PASSWORD) =>
  `logIn(input: { portal: "demo", email: "${ada.email}", password: "${password}", session: ${session} }) { __typename }`;
const adminLogInAs = (session: string) =>
  `adminLogIn(input: { email: "${ADMIN.email}", password: "${ADMIN.password}", session: ${session} }) { __typename }`;
const LOG_OUT = 'logOut(input: { portal: "demo" }) { __typename }';
const ADMIN_LOG_OUT = 'adminLogOut(input: {}) { __typename }';
const sessions = async () =>
  (
    await gatehouse.sql<{ n: string }>(
      'SELECT (SELECT count(*) FROM sessions) || $1 || (SELECT count(*) FROM admin_sessions) AS n',
      ['/'],
    )
  )[0]?.n;

/** Pages that are not of the portal demo, as browsers name them. */
const FOREIGN: Record<string, string>[] = [
  { origin: A, 'sec-fetch-site': 'same-site' },
  { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
  { origin: 'null' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site' },
];
const REFUSED = { name: 'NotAllowed', cookies: [] };

test.each(FOREIGN)(
  'S13: a page with %j logs nobody in by a cookie, and nobody out; nothing is checked or ended',
  async (headers) => {
    const session = await bearer(gatehouse, ada.email);
    const adminSession = await adminBearer(gatehouse);
    const cookie = `gatehouse-demo=${session}; gatehouse_admin=${adminSession}`;
    const before = await sessions();
    for (const mutation of [logInAt('COOKIE'), logInAt('COOKIE', 'wrong'), adminLogInAs('COOKIE'), LOG_OUT, ADMIN_LOG_OUT]) {
      expect(await act(mutation, { ...headers, cookie })).toEqual(REFUSED);
    }
    expect(await act(adminLogInAs('TOKEN'), headers)).toEqual(REFUSED);
    expect(await act('adminRequestPasswordReset(input: { email: "x@y.test" }) { __typename }', headers)).toEqual(REFUSED);
    expect(await act('adminResetPassword(input: { token: "x", password: "x" }) { __typename }', headers)).toEqual(REFUSED);
    expect(await sessions()).toBe(before);
    expect(await gatehouse.sql('SELECT 1 FROM throttles')).toEqual([]);
    expect(await whoAmI(gatehouse, { token: session })).toBe(ada.email);
    expect(await whichAdminAmI(gatehouse, { token: adminSession })).toBe(ADMIN.email);
  },
);

test('S13: a page of another portal may hold a token, and ends what it holds without touching a cookie', async () => {
  const token = await bearer(gatehouse, ada.email);
  expect(await act(logInAt('TOKEN'), { origin: A })).toEqual({ name: 'LogInSuccess', cookies: [] });
  expect(await act(LOG_OUT, { origin: A }, token)).toEqual({ name: 'LogOutSuccess', cookies: [] });
  expect(await whoAmI(gatehouse, { token })).toBeNull();
  const adminToken = await adminBearer(gatehouse);
  expect(await act(ADMIN_LOG_OUT, { origin: A }, adminToken)).toEqual({ name: 'AdminLogOutSuccess', cookies: [] });
  // Not even where the token that it sends is of nobody.
  expect(await act(logInAt('COOKIE'), { origin: A }, 'x')).toEqual(REFUSED);
  expect(await act(adminLogInAs('COOKIE'), { origin: A }, 'x')).toEqual(REFUSED);
  expect(await act(LOG_OUT, { origin: A }, 'x')).toEqual({ name: 'LogOutSuccess', cookies: [] });
});

test('S13: a page that deletes or changes an account by a token does not touch the cookie of its visitor', async () => {
  const eve = await approvedPerson(gatehouse, 'eve@pages.test', admin);
  const token = await bearer(gatehouse, eve.email);
  const deletion = `deleteAccount(input: { portal: "demo", email: "${eve.email}", password: "${PASSWORD}" }) { __typename }`;
  expect(await act(deletion, { origin: A }, token)).toEqual({ name: 'DeleteAccountSuccess', cookies: [] });
});

test('S13: a reset by a page of another origin counts, and marks no device there', async () => {
  const reset = async (headers: Record<string, string>) => {
    await requestPasswordReset(gatehouse, ada.email);
    const token = await mailedToken(gatehouse, ada.email);
    return await act(`resetPassword(input: { token: "${token}", password: "${PASSWORD}" }) { __typename }`, headers);
  };
  expect(await reset({ origin: A })).toEqual({ name: 'ResetPasswordSuccess', cookies: [] });
  expect(await reset({ origin: DEMO })).toEqual({
    name: 'ResetPasswordSuccess',
    cookies: [expect.stringMatching(/^gatehouse_device-demo=[\w-]{43};/)],
  });
});

test.each<Record<string, string>>([
  { origin: DEMO, 'sec-fetch-site': 'same-site' },
  { origin: gatehouse.url },
  { origin: 'https://behind.a-proxy.test', 'sec-fetch-site': 'same-origin' },
  {},
])('a page of the portal, one of ours, and a program with %j log in by a cookie', async (headers) => {
  const { name, cookies } = await act(logInAt('COOKIE'), headers);
  expect([name, cookies.length]).toEqual(['LogInSuccess', 2]);
  expect((await act(LOG_OUT, headers)).cookies).toHaveLength(1);
});

test('S13: admins log in by a cookie on pages of the installation alone', async () => {
  expect((await act(adminLogInAs('COOKIE'), { origin: gatehouse.url })).cookies).toHaveLength(2);
  expect(await act(adminLogInAs('COOKIE'), { origin: DEMO })).toEqual(REFUSED);
});
