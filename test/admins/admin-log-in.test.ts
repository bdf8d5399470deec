import { expect, test } from 'vitest';
import {
  addAdmin,
  adminBearer,
  adminLogIn,
  adminLogOut,
  createPortal,
  decide,
  openDemoPortal,
  whichAdminAmI,
} from '../kit/admins.ts';
import { beforeCommit } from '../kit/database.ts';
import { comparable } from '../kit/graphql.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { approvedPerson, bearer, logIn, logOut, PASSWORD, whoAmI } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const secure = await startInstallation({ PUBLIC_URL: 'https://accounts.gatehouse.test' }, gatehouse);
const admin = await openDemoPortal(gatehouse);

const WRONG = { __typename: 'InvalidCredentials', message: 'The email address or the password is wrong.' };

const LOG_IN = `mutation($input: AdminLogInInput!) {
  adminLogIn(input: $input) { __typename ... on AdminLogInSuccess { token admin { email } } ... on Error { message } }
}`;

const post = (input: object, cookie = '', installation = gatehouse) =>
  installation.graphql<{ adminLogIn: { token?: string | null } | null }>(LOG_IN, { input }, { cookie });

/** Logs in as a browser does. @returns the cookie that it keeps, and the whole line that set it */
async function browserLogIn(installation = gatehouse, cookie = '') {
  const { headers } = await post({ ...ADMIN, session: 'COOKIE' }, cookie, installation);
  const line = present(headers.getSetCookie()[0]);
  return { line, cookie: present(line.split(';')[0]) };
}

test('an admin logs in, is told who it is and what it may do, and logs out', async () => {
  const token = await adminBearer(gatehouse);
  const { data } = await gatehouse.graphql('{ admin { email roles { role portal { slug } } } }', {}, { token });
  expect(data).toEqual({ admin: { email: ADMIN.email, roles: [{ role: 'OWNER', portal: null }] } });
  const approver = await addAdmin(gatehouse, 'approver@admins.test', 'APPROVER', 'demo');
  const roles = await gatehouse.graphql('{ admin { email roles { role portal { slug } } } }', {}, { token: approver });
  expect(roles.data).toEqual({
    admin: { email: 'approver@admins.test', roles: [{ role: 'APPROVER', portal: { slug: 'demo' } }] },
  });
  expect(await adminLogOut(gatehouse, { token })).toMatchObject({ ended: 1 });
  expect(await adminLogOut(gatehouse, { token })).toMatchObject({ ended: 0 });
  expect(await whichAdminAmI(gatehouse, { token })).toBeNull();
});

test('a wrong password and an unknown address are answered the same', async () => {
  const answers = [
    await post({ ...ADMIN, password: 'not the right password' }),
    await post({ ...ADMIN, email: 'nobody@gatehouse.test' }),
    await post({ ...ADMIN, email: 'nobody@gatehouse.test', password: ' ' }),
  ];
  expect(answers.map(({ data }) => data.adminLogIn)).toEqual([WRONG, WRONG, WRONG]);
  expect(new Set(answers.map((answer) => JSON.stringify(comparable(answer)))).size).toBe(1);
});

test('R30: there is no default pair', async () => {
  const emails = ['admin', 'admin@localhost', 'admin@gatehouse.test', 'admin@example.com', 'root@gatehouse.test', ''];
  for (const email of emails) {
    for (const password of ['admin', 'password', 'admin123', 'gatehouse', '']) {
      expect(['InvalidCredentials', 'InvalidInput']).toContain((await adminLogIn(gatehouse, { email, password })).__typename);
    }
  }
  expect(await gatehouse.sql('SELECT 1 FROM admins WHERE email NOT LIKE $1', ['%@admins.test'])).toHaveLength(1);
});

test('R22: over https the cookie is __Host-, Secure, HttpOnly, SameSite and never in the answer too', async () => {
  const { line, cookie } = await browserLogIn(secure);
  expect(cookie).toMatch(/^__Host-gatehouse_admin=[\w-]{43}$/);
  const attributes = line
    .split('; ')
    .slice(1)
    .filter((attribute) => !attribute.startsWith('Expires='));
  expect(attributes.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
  const { data } = await post({ ...ADMIN, session: 'COOKIE' });
  expect(data.adminLogIn?.token).toBeNull();
  const byToken = await post({ ...ADMIN, session: 'TOKEN' });
  expect([byToken.data.adminLogIn?.token?.length, byToken.headers.get('set-cookie')]).toEqual([43, null]);
  expect(await whichAdminAmI(secure, { cookie })).toBe(ADMIN.email);
});

test('R23: logging in ends the session that the client held', async () => {
  const first = await browserLogIn();
  const second = await browserLogIn(gatehouse, first.cookie);
  expect(await whichAdminAmI(gatehouse, { cookie: first.cookie })).toBeNull();
  expect(await whichAdminAmI(gatehouse, { cookie: second.cookie })).toBe(ADMIN.email);
});

test('a session of an admin lives for 12 hours at most, one without use', async () => {
  const { token, expiresAt } = await succeed(adminLogIn(gatehouse), 'token');
  const [session] = await gatehouse.sql<{ created_at: Date; expires_at: Date }>(
    'SELECT created_at, expires_at FROM admin_sessions ORDER BY created_at DESC LIMIT 1',
  );
  expect(session?.expires_at.toISOString()).toBe(expiresAt);
  expect((session?.expires_at.getTime() ?? 0) - (session?.created_at.getTime() ?? 0)).toBe(12 * 3_600_000);
  const unused = (time: string) => gatehouse.sql('UPDATE admin_sessions SET last_seen_at = now() - $1::interval', [time]);
  const who = () => whichAdminAmI(gatehouse, { token });
  await unused('59 minutes 58 seconds');
  expect(await who()).toBe(ADMIN.email);
  await gatehouse.sql("UPDATE admin_sessions SET last_seen_at = last_seen_at - interval '30 minutes'");
  expect(await who()).toBe(ADMIN.email);
  await unused('1 hour 1 second');
  expect(await who()).toBeNull();
  await unused('0');
  await gatehouse.sql("UPDATE admin_sessions SET expires_at = now() - interval '1 second'");
  expect(await who()).toBeNull();
  await gatehouse.sql("UPDATE admin_sessions SET expires_at = now() + interval '12 hours'");
});

test('R26: an id that was cut, lengthened, re-cased or surrounded by spaces is nobody', async () => {
  const token = await adminBearer(gatehouse);
  for (const id of [token.slice(0, -1), `${token}A`, token.toLowerCase(), token.toUpperCase()]) {
    expect(await whichAdminAmI(gatehouse, { token: id })).toBeNull();
    expect(await whichAdminAmI(gatehouse, { cookie: `gatehouse_admin=${id}` })).toBeNull();
  }
  for (const id of [`%20${token}`, `${token}%20`]) {
    expect(await whichAdminAmI(gatehouse, { cookie: `gatehouse_admin=${id}` })).toBeNull();
  }
  expect(await whichAdminAmI(gatehouse, { token })).toBe(ADMIN.email);
});

test('a log-in that a change of the password overtakes opens no session', async () => {
  await addAdmin(gatehouse, 'changed@admins.test', 'VIEWER', null);
  const [row] = await gatehouse.sql<{ id: string }>("SELECT id FROM admins WHERE email = 'changed@admins.test'");
  const id = present(row?.id);
  const change =
    "UPDATE admins SET password_hash = 'another one' WHERE id = :id; DELETE FROM admin_sessions WHERE admin_id = :id";
  const answer = await beforeCommit(gatehouse.databaseUrl, change, id, () =>
    adminLogIn(gatehouse, { email: 'changed@admins.test' }),
  );
  expect(answer).toEqual(WRONG);
  expect(await gatehouse.sql('SELECT 1 FROM admin_sessions WHERE admin_id = $1', [id])).toEqual([]);
});

test('R29: a developer and an admin with one address do not touch each other', async () => {
  const email = 'both@admins.test';
  const developer = await approvedPerson(gatehouse, email, admin);
  const adminToken = await addAdmin(gatehouse, email, 'VIEWER', null);
  // Each password opens its own door.
  expect(await adminLogIn(gatehouse, { email, password: PASSWORD })).toEqual(WRONG);
  expect(await logIn(gatehouse, email, ADMIN.password)).toEqual(WRONG);
  const token = await bearer(gatehouse, email);
  // Neither session counts in the other realm, wherever the client puts it.
  expect(await whichAdminAmI(gatehouse, { token })).toBeNull();
  expect(await whichAdminAmI(gatehouse, { cookie: `gatehouse_admin=${token}` })).toBeNull();
  expect(await whoAmI(gatehouse, { token: adminToken })).toBeNull();
  expect(await whoAmI(gatehouse, { cookie: `gatehouse-demo=${adminToken}` })).toBeNull();
  // Nor does logging out, failing, or being revoked.
  await logOut(gatehouse, { token: adminToken });
  await adminLogOut(gatehouse, { token }, { everywhere: true });
  for (let attempt = 0; attempt < 5; attempt++) {
    await logIn(gatehouse, email, 'not the right password');
    await adminLogIn(gatehouse, { email, password: 'not the right password' });
  }
  expect(await whoAmI(gatehouse, { token })).toBe(email);
  expect(await whichAdminAmI(gatehouse, { token: adminToken })).toBe(email);
  await decide(gatehouse, 'revoke', [developer.id], admin);
  expect(await whichAdminAmI(gatehouse, { token: adminToken })).toBe(email);
  await adminLogOut(gatehouse, { token: adminToken }, { everywhere: true });
  expect(await adminLogIn(gatehouse, { email })).toMatchObject({ __typename: 'AdminLogInSuccess' });
});

test('the cookie of the admins is not that of a portal with the slug admin', async () => {
  await createPortal(gatehouse, 'admin', admin);
  const { cookie } = await browserLogIn();
  expect(await whoAmI(gatehouse, { cookie }, 'admin')).toBeNull();
  expect(await whoAmI(gatehouse, { cookie: cookie.replace('gatehouse_admin', 'gatehouse-admin') }, 'admin')).toBeNull();
});

test('a cookie that a foreign page sends along counts as none, a page of a portal included', async () => {
  await createPortal(gatehouse, 'acme', admin, { publicUrl: 'https://developers.acme.test' });
  const { cookie } = await browserLogIn();
  const from = (origin: string) => whichAdminAmI(gatehouse, { cookie, headers: { origin } });
  for (const origin of ['https://evil.test', 'null', 'https://developers.acme.test']) expect(await from(origin)).toBeNull();
  expect(await from(gatehouse.url)).toBe(ADMIN.email);
  await gatehouse.graphql(
    'mutation { adminLogOut(input: {}) { __typename } }',
    {},
    {
      cookie,
      headers: { origin: 'https://evil.test' },
    },
  );
  expect(await whichAdminAmI(gatehouse, { cookie })).toBe(ADMIN.email);
});

test('R67: no line of the log holds a session, an address or a password', () => {
  const lines = [...gatehouse.logs, ...secure.logs];
  expect(lines.filter((line) => /@|[\w-]{43}|otter/.test(line))).toEqual([]);
});
