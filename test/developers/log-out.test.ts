import { beforeAll, expect, test } from 'vitest';
import { createPortal, decide, deleteDevelopers, openDemoPortal, updatePortal } from '../kit/admins.ts';
import type { RequestOptions } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import {
  approvedPerson,
  bearer,
  developerId,
  logIn,
  logOut,
  mailedToken,
  PASSWORD,
  type Person,
  setPassword,
  signUp,
  verifyEmail,
  whoAmI,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const elsewhere = await startInstallation({}, gatehouse);
const third = await startInstallation({}, gatehouse);
const secure = await startInstallation({ PUBLIC_URL: 'https://accounts.gatehouse.test' }, gatehouse);
const hasty = await startInstallation({ SESSION_IDLE: '5m', SESSION_TTL: '15m' }, gatehouse);
const admin = await openDemoPortal(gatehouse);

const LOG_IN = 'mutation($input: LogInInput!) { logIn(input: $input) { ... on LogInSuccess { token } } }';
const LOG_OUT = 'mutation { logOut(input: { portal: "demo" }) { __typename } }';

/** Logs in as a browser does. @returns the cookie that it keeps, and the whole line that set it */
async function browserLogIn(installation: typeof gatehouse, email: string) {
  const { headers, data } = await installation.graphql(LOG_IN, {
    input: { portal: 'demo', email, password: PASSWORD, session: 'COOKIE' },
  });
  const lines = headers.getSetCookie();
  const names = lines.map((line) => line.replace(/=.*/, ''));
  expect(names).toEqual([expect.stringMatching(/gatehouse-demo$/), expect.stringMatching(/gatehouse_device-demo$/)]);
  expect(data).toEqual({ logIn: { token: null } });
  const line = present(lines[0]);
  return { line, cookie: present(line.split(';')[0]) };
}

let ada: Person;
beforeAll(async () => {
  ada = await approvedPerson(gatehouse, 'ada@sessions.test', admin);
});

test('R22: over https the cookie is __Host-, Secure, HttpOnly, SameSite, for every path and no other host', async () => {
  const { line, cookie } = await browserLogIn(secure, ada.email);
  const [pair = '', ...attributes] = line.split('; ');
  expect(pair).toMatch(/^__Host-gatehouse-demo=[\w-]{43}$/);
  const expires = present(attributes.find((attribute) => attribute.startsWith('Expires=')));
  expect(attributes.toSorted()).toEqual([expires, 'HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'].toSorted());
  expect(Math.abs(Date.parse(expires.slice('Expires='.length)) - Date.now() - 30 * 24 * 3_600_000)).toBeLessThan(60_000);
  expect(await whoAmI(secure, { cookie })).toBe(ada.email);
  // Without the prefix anyone on a neighbouring host could have set it.
  expect(await whoAmI(secure, { cookie: cookie.replace('__Host-', '') })).toBeNull();
});

test('in development over http, the cookie has neither the prefix nor Secure', async () => {
  const { line, cookie } = await browserLogIn(gatehouse, ada.email);
  expect(line).toMatch(/^gatehouse-demo=[\w-]{43}; /);
  expect(line).toContain('HttpOnly');
  expect(line).not.toContain('Secure');
  expect(await whoAmI(gatehouse, { cookie })).toBe(ada.email);
});

test('R24: logging out ends the session and its cookie, on every server, and no other session', async () => {
  const { cookie } = await browserLogIn(gatehouse, ada.email);
  const other = await bearer(gatehouse, ada.email);
  expect(await whoAmI(elsewhere, { cookie })).toBe(ada.email);
  const { headers } = await gatehouse.graphql(LOG_OUT, {}, { cookie });
  expect(headers.get('set-cookie')).toMatch(/^gatehouse-demo=; .*Expires=Thu, 01 Jan 1970/);
  for (const server of [gatehouse, elsewhere]) {
    expect(await whoAmI(server, { cookie })).toBeNull();
    expect(await whoAmI(server, { token: other })).toBe(ada.email);
  }
  expect(await logOut(elsewhere, { token: other })).toMatchObject({ __typename: 'LogOutSuccess' });
  expect(await whoAmI(gatehouse, { token: other })).toBeNull();
});

test('logging out without a session is a success too, at a portal that there is', async () => {
  expect(await logOut(gatehouse, {})).toEqual({
    __typename: 'LogOutSuccess',
    portal: { slug: 'demo' },
    ended: 0,
    providerLogOutUrl: null,
  });
  expect(await logOut(gatehouse, { token: 'A'.repeat(43) })).toMatchObject({ __typename: 'LogOutSuccess' });
  for (const portal of ['nowhere', 'demo\u0000']) {
    expect(await logOut(gatehouse, {}, portal)).toMatchObject({ __typename: 'NotFound' });
  }
});

test('R24: after revoke and delete the next request is anonymous, on every server, and stays so', async () => {
  const revoked = await approvedPerson(gatehouse, 'revoked@sessions.test', admin);
  const deleted = await approvedPerson(gatehouse, 'deleted@sessions.test', admin);
  const sessions: RequestOptions[] = [];
  for (const { email } of [revoked, deleted]) {
    sessions.push({ token: await bearer(gatehouse, email) }, { cookie: (await browserLogIn(gatehouse, email)).cookie });
  }
  const asked = (server: typeof gatehouse) => Promise.all(sessions.map((session) => whoAmI(server, session)));
  expect(await asked(elsewhere)).toEqual([revoked.email, revoked.email, deleted.email, deleted.email]);
  await decide(gatehouse, 'revoke', [revoked.id], admin);
  await deleteDevelopers(gatehouse, [deleted.id], admin);
  for (const server of [gatehouse, elsewhere, third]) {
    expect(await asked(server)).toEqual([null, null, null, null]);
  }
  await decide(gatehouse, 'reinstate', [revoked.id], admin);
  expect(await asked(gatehouse)).toEqual([null, null, null, null]);
  expect(await logIn(gatehouse, revoked.email)).toMatchObject({ __typename: 'LogInSuccess' });
});

test('R24: a session counts only while its developer is approved, however the status came about', async () => {
  const { email } = await approvedPerson(gatehouse, 'changed@sessions.test', admin);
  const token = await bearer(gatehouse, email);
  for (const status of ['REVOKED', 'REJECTED', 'PENDING']) {
    await gatehouse.sql('UPDATE developers SET status = $2::"DeveloperStatus" WHERE email = $1', [email, status]);
    expect(await whoAmI(gatehouse, { token })).toBeNull();
  }
});

test('R25: a session ends unused, and at its age even when it is used', async () => {
  const [idle, busy] = [await bearer(hasty, ada.email), await bearer(hasty, ada.email)];
  for (const minute of [2, 4, 6, 8, 10, 12, 14]) {
    await minutesPass(2);
    expect(await whoAmI(hasty, { token: busy })).toBe(ada.email);
    if (minute === 6) expect(await whoAmI(hasty, { token: idle })).toBeNull();
  }
  await minutesPass(2);
  expect(await whoAmI(hasty, { token: busy })).toBeNull();
});

/** Moves what is stored of sessions into the past, as the clock of the database decides when one ends. */
const minutesPass = (minutes: number) =>
  gatehouse.sql(
    `UPDATE sessions SET created_at = created_at - $1::interval, last_seen_at = last_seen_at - $1::interval,
       expires_at = expires_at - $1::interval`,
    [`${minutes} minutes`],
  );

test('R26: an id that was cut, lengthened, re-cased or surrounded by spaces is nobody', async () => {
  const token = await bearer(gatehouse, ada.email);
  const swapped = token.replace(/[a-z]/i, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
  const mangled = [token.slice(0, -1), token.slice(1), `${token}A`, `A${token}`, swapped, token.toUpperCase(), ''];
  for (const id of mangled) {
    expect(await whoAmI(gatehouse, { headers: { authorization: `Bearer ${id}` } })).toBeNull();
    expect(await whoAmI(gatehouse, { cookie: `gatehouse-demo=${id}` })).toBeNull();
  }
  for (const id of [`%20${token}`, `${token}%20`, `"${token}"`, `${token}%00`, `${token}%`]) {
    expect(await whoAmI(gatehouse, { cookie: `gatehouse-demo=${id}` })).toBeNull();
  }
  for (const authorization of [`Bearer  ${token}`, token, `Basic ${token}`, `Bearer ${token} ${token}`, `Bearer,${token}`]) {
    expect(await whoAmI(gatehouse, { headers: { authorization } })).toBeNull();
  }
  expect(await whoAmI(gatehouse, { token })).toBe(ada.email);
});

test('R33: a session of one portal does not work at another', async () => {
  await createPortal(gatehouse, 'second', admin);
  const { cookie } = await browserLogIn(gatehouse, ada.email);
  const token = await bearer(gatehouse, ada.email);
  const there = cookie.replace('gatehouse-demo=', 'gatehouse-second=');
  const sessions: RequestOptions[] = [{ token }, { cookie }, { cookie: there }, { cookie: `${cookie}; ${there}` }];
  for (const session of sessions) {
    expect(await whoAmI(gatehouse, session, 'second')).toBeNull();
    expect(await logOut(gatehouse, session, 'second')).toMatchObject({ __typename: 'LogOutSuccess' });
  }
  // Nor could they be ended there.
  expect(await whoAmI(gatehouse, { token })).toBe(ada.email);
  expect(await whoAmI(gatehouse, { cookie })).toBe(ada.email);
});

test('R33: people of two portals hold a session at each, side by side', async () => {
  await signUp(gatehouse, ada.email, { portal: 'second' });
  const { passwordToken } = await succeed(verifyEmail(gatehouse, await mailedToken(gatehouse, ada.email)), 'passwordToken');
  await gatehouse.drain();
  await setPassword(gatehouse, passwordToken, 'another wholly different phrase');
  const id = await developerId(gatehouse, ada.email, 'second');
  await decide(gatehouse, 'approve', [id], admin);
  expect(await logIn(gatehouse, ada.email, PASSWORD, { portal: 'second' })).toMatchObject({ __typename: 'InvalidCredentials' });
  const { token } = await succeed(
    logIn(gatehouse, ada.email, 'another wholly different phrase', { portal: 'second' }),
    'token',
  );
  const { cookie } = await browserLogIn(gatehouse, ada.email);
  const both = `${cookie}; gatehouse-second=${token}`;
  expect(await whoAmI(gatehouse, { cookie: both }, 'demo')).toBe(ada.email);
  expect(await whoAmI(gatehouse, { cookie: both }, 'second')).toBe(ada.email);
  await logOut(gatehouse, { cookie: both }, 'second');
  expect(await whoAmI(gatehouse, { cookie: both }, 'demo')).toBe(ada.email);
  expect(await whoAmI(gatehouse, { cookie: both }, 'second')).toBeNull();
});

test('a cookie that a foreign page sends along counts as none; one of a page of the portal counts', async () => {
  await updatePortal(gatehouse, { origins: ['https://docs.demo.test'] }, admin);
  const { cookie } = await browserLogIn(gatehouse, ada.email);
  const from = (origin: string) => whoAmI(gatehouse, { cookie, headers: { origin } });
  for (const origin of [
    'https://evil.test',
    'null',
    'https://docs.demo.test.evil.test',
    'http://docs.demo.test',
    'https://docs.demo.test:8443',
  ]) {
    expect(await from(origin)).toBeNull();
  }
  for (const origin of ['https://docs.demo.test', gatehouse.url]) expect(await from(origin)).toBe(ada.email);
  // What no browser adds by itself needs no such care.
  const token = await bearer(gatehouse, ada.email);
  expect(await whoAmI(gatehouse, { token, headers: { origin: 'https://evil.test' } })).toBe(ada.email);
});

test('a foreign page can neither end a session nor put one in its place', async () => {
  const { cookie } = await browserLogIn(gatehouse, ada.email);
  const headers = { origin: 'https://evil.test' };
  await gatehouse.graphql(LOG_OUT, {}, { cookie, headers });
  expect(await whoAmI(gatehouse, { cookie })).toBe(ada.email);
  const input = { portal: 'demo', email: ada.email, password: PASSWORD, session: 'COOKIE' };
  await gatehouse.graphql(LOG_IN, { input }, { cookie, headers });
  expect(await whoAmI(gatehouse, { cookie })).toBe(ada.email);
});

test('a developer sees the decisions about itself, without the note and the name of the admin', async () => {
  const { email, id } = await approvedPerson(gatehouse, 'decided@sessions.test', admin);
  await decide(gatehouse, 'revoke', [id], admin, { reason: 'contract ended', note: 'do not tell' });
  await decide(gatehouse, 'reinstate', [id], admin, { reason: 'welcome back', note: 'do not tell either' });
  const token = await bearer(gatehouse, email);
  const { data, text } = await gatehouse.graphql(
    `{ me(portal: "demo") {
      id email fullName status emailVerified hasPassword
      decisions { from to reason note by { kind adminEmail } }
      portal { slug settings { autoApprove } }
    } }`,
    {},
    { token },
  );
  expect(data).toEqual({
    me: {
      id,
      email,
      fullName: 'Ada Lovelace',
      status: 'APPROVED',
      emailVerified: true,
      hasPassword: true,
      decisions: [
        { from: 'PENDING', to: 'APPROVED', reason: null, note: null, by: null },
        { from: 'APPROVED', to: 'REVOKED', reason: 'contract ended', note: null, by: null },
        { from: 'REVOKED', to: 'APPROVED', reason: 'welcome back', note: null, by: null },
      ],
      portal: { slug: 'demo', settings: null },
    },
  });
  expect(text).not.toMatch(/do not tell|owner@/);
});

test('me is null for strangers, also at a portal that there is not', async () => {
  for (const portal of ['demo', 'nowhere', '', 'demo\u0000', 'd\ud800']) {
    for (const token of [undefined, 'A'.repeat(43), await bearer(gatehouse, ada.email)]) {
      const answer = await whoAmI(gatehouse, { token }, portal);
      expect(answer).toBe(portal === 'demo' && token && token !== 'A'.repeat(43) ? ada.email : null);
    }
  }
});

test('R67: no line of the log holds a session, an address or a password', () => {
  const lines = [gatehouse, elsewhere, secure, hasty].flatMap(({ logs }) => logs);
  expect(lines.filter((line) => /@|[\w-]{43}|jumped/.test(line))).toEqual([]);
});

test('R24: everywhere ends all sessions of the person, this one too, and needs a session', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'everywhere@sessions.test', admin);
  const other = await approvedPerson(gatehouse, 'stays@sessions.test', admin);
  const [first, second] = [await bearer(gatehouse, email), await bearer(gatehouse, email)];
  const kept = await bearer(gatehouse, other.email);
  expect(await logOut(gatehouse, {}, 'demo', true)).toMatchObject({ __typename: 'NotAllowed' });
  expect(await logOut(gatehouse, { token: first }, 'demo', true)).toMatchObject({ __typename: 'LogOutSuccess', ended: 2 });
  for (const token of [first, second]) expect(await whoAmI(gatehouse, { token })).toBeNull();
  expect(await whoAmI(gatehouse, { token: kept })).toBe(other.email);
  expect(await logOut(gatehouse, { token: first }, 'demo', true)).toMatchObject({ __typename: 'NotAllowed' });
  const events = await gatehouse.sql("SELECT data FROM events WHERE type = 'session.closed' AND subject_id = $1", [id]);
  expect(events).toEqual([{ data: { sessions: 2 } }]);
});
