import { beforeEach, expect, test } from 'vitest';
import { addAdmin, adminLogIn, adminRequestPasswordReset, openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { confirmEmailChange, requestEmailChange } from '../kit/own-account.ts';
import {
  approvedPerson,
  lastMailTo,
  logIn,
  logOut,
  mailedToken,
  NEW_PASSWORD,
  PASSWORD,
  requestPasswordReset,
  subjectsTo,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect } from '../kit/sso.ts';
import { openBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({
  TRUSTED_PROXIES: '1',
  SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host,
});
const admin = await openDemoPortal(gatehouse);

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0';
const HOME = '192.0.2.1';
const AWAY = '203.0.113.7';
const CLI = 'portal-cli/1.0';
const from = (ip: string, agent = CLI) => ({ headers: { 'x-forwarded-for': ip, 'user-agent': agent } });

type More = { deviceToken?: string | null; session?: 'TOKEN' | 'COOKIE' };

/** Sets a new password by a mailed link. @returns the device token */
async function reset(field: 'resetPassword' | 'adminResetPassword', email: string): Promise<string> {
  const type = field === 'resetPassword' ? 'ResetPassword' : 'AdminResetPassword';
  const { data } = await gatehouse.graphql<Record<string, { deviceToken: string }>>(
    `mutation($input: ${type}Input!) { ${field}(input: $input) { ... on ${type}Success { deviceToken } } }`,
    { input: { token: await mailedToken(gatehouse, email), password: NEW_PASSWORD, session: 'TOKEN' } },
  );
  return present(data[field]).deviceToken;
}

const REALMS = [
  {
    realm: 'developers',
    enter: (email: string, at = from(HOME), more: More = {}, password = PASSWORD) =>
      succeed(logIn(gatehouse, email, password, more, at)),
    /** Somebody who logged in once, from home. */
    async make(email: string): Promise<void> {
      await approvedPerson(gatehouse, email, admin);
      await succeed(logIn(gatehouse, email, PASSWORD, {}, from(HOME)));
    },
    async reset(email: string): Promise<string> {
      await requestPasswordReset(gatehouse, email);
      return await reset('resetPassword', email);
    },
    subject: 'New log-in to your account at demo portal',
    pages: ['/p/demo/forgot-password', '/p/demo/account'],
    people: 'developer_log_ins',
    known: 'known_clients',
  },
  {
    realm: 'admins',
    enter: (email: string, at = from(HOME), more: More = {}, password = ADMIN.password) =>
      succeed(adminLogIn(gatehouse, { email, password, ...more }, at)),
    async make(email: string): Promise<void> {
      await addAdmin(gatehouse, email, 'VIEWER', null);
      await succeed(adminLogIn(gatehouse, { email }, from(HOME)));
      // That was the second log-in, from another program.
      await gatehouse.sql('UPDATE admins SET new_device_told_at = NULL WHERE email = $1', [email]);
    },
    async reset(email: string): Promise<string> {
      await adminRequestPasswordReset(gatehouse, email);
      return await reset('adminResetPassword', email);
    },
    subject: expect.stringMatching(/^New log-in to your admin account at /),
    pages: ['/admin/forgot-password', '/admin/security'],
    people: 'admins',
    known: 'admin_known_clients',
  },
];

/** Mails an address got since, without those that another act caused. */
async function told(email: string): Promise<string[]> {
  await gatehouse.drain();
  return subjectsTo(gatehouse, email).filter((subject) => subject.startsWith('New log-in'));
}

async function begin(): Promise<void> {
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
}

beforeEach(begin);

test('the very first log-in of an account is not mailed', async () => {
  await approvedPerson(gatehouse, 'first@device.test', admin);
  await succeed(logIn(gatehouse, 'first@device.test', PASSWORD, { session: 'COOKIE' }, from(AWAY, FIREFOX)));
  await addAdmin(gatehouse, 'first@admins.test', 'VIEWER', null);
  expect([await told('first@device.test'), await told('first@admins.test')]).toEqual([[], []]);
});

test.each(REALMS)('R170: a log-in of $realm from a new device is mailed, with what it was and what to do', async (at) => {
  const email = `ada-${at.realm}@device.test`;
  await at.make(email);
  await begin();
  await at.enter(email, from(AWAY, FIREFOX), { session: 'COOKIE' });
  expect(await told(email)).toEqual([at.subject]);
  const { text } = lastMailTo(gatehouse, email);
  expect(text).toMatch(/Time: \w{3} \d{1,2}, \d{4}, \d\d:\d\d UTC/);
  expect(text).toContain('Device: Firefox on Windows');
  expect(text).toContain(`IP address: ${AWAY}`);
  expect(text).toContain('Logged in with: password');
  for (const page of at.pages) expect(text).toContain(page);
});

test.each(REALMS)('a device of $realm that shows its token or cookie is not new, wherever it is', async (at) => {
  const email = `same-${at.realm}@device.test`;
  await at.make(email);
  await begin();
  const { deviceToken } = await at.enter(email, from(AWAY, FIREFOX));
  await gatehouse.sql(`UPDATE ${at.people} SET new_device_told_at = NULL`);
  await at.enter(email, from('198.51.100.1', 'another/2.0'), { deviceToken: present(deviceToken) });
  // After a day its log-in is noted anew.
  await gatehouse.sql(`UPDATE ${at.known} SET logged_in_at = now() - interval '29 days'`);
  await at.enter(email, from('198.51.100.2'), { deviceToken: present(deviceToken) });
  expect(await told(email)).toEqual([at.subject]);
  // After 30 days without a log-in it is forgotten.
  await gatehouse.sql(`UPDATE ${at.known} SET logged_in_at = now() - interval '30 days'`);
  await at.enter(email, from('198.51.100.2'), { deviceToken: present(deviceToken) });
  expect(await told(email)).toEqual([at.subject, at.subject]);
});

test.each(REALMS)('$realm whose client keeps no token are mailed once, while program and network stay the same', async (at) => {
  const email = `keeps-none-${at.realm}@device.test`;
  await at.make(email);
  await begin();
  for (const ip of ['2001:db8:1:1::1', '2001:db8:1:1::1', '2001:db8:1:1::2']) {
    await at.enter(email, from(ip));
    await gatehouse.sql(`UPDATE ${at.people} SET new_device_told_at = NULL`);
  }
  expect(await told(email)).toEqual([at.subject]);
  // Another program, and a browser, which has no cookie.
  await at.enter(email, from('2001:db8:1:1::1', 'another/2.0'));
  expect(await told(email)).toHaveLength(2);
  await gatehouse.sql(`UPDATE ${at.people} SET new_device_told_at = NULL`);
  await at.enter(email, from('2001:db8:1:1::1'), { session: 'COOKIE' });
  expect(await told(email)).toHaveLength(3);
});

test.each(REALMS)('R170: $realm get at most one such mail an hour, however many devices log in', async (at) => {
  const email = `hourly-${at.realm}@device.test`;
  await at.make(email);
  await begin();
  await Promise.all(Array.from({ length: 4 }, (_, n) => at.enter(email, from(`203.0.113.${n + 10}`))));
  for (let minute = 0; minute < 3; minute++) {
    await gatehouse.sql(`UPDATE ${at.people} SET new_device_told_at = new_device_told_at - interval '19 minutes'`);
    await at.enter(email, from(`198.51.100.${minute + 10}`));
  }
  expect(await told(email)).toEqual([at.subject]);
  await gatehouse.sql(`UPDATE ${at.people} SET new_device_told_at = new_device_told_at - interval '3 minutes'`);
  await at.enter(email, from('198.51.100.99'));
  expect(await told(email)).toEqual([at.subject, at.subject]);
});

test.each(REALMS)('after a reset by $realm, the device that set the password is known, and all others are new', async (at) => {
  const email = `reset-${at.realm}@device.test`;
  await at.make(email);
  const { deviceToken } = await at.enter(email, from(HOME, FIREFOX));
  await gatehouse.sql(`UPDATE ${at.people} SET new_device_told_at = NULL`);
  const own = await at.reset(email);
  await begin();
  await at.enter(email, from(AWAY), { deviceToken: own }, NEW_PASSWORD);
  expect(await told(email)).toEqual([]);
  await at.enter(email, from(HOME, FIREFOX), { deviceToken: present(deviceToken) }, NEW_PASSWORD);
  expect(await told(email)).toEqual([at.subject]);
});

test('R170: a log-in with SSO is mailed the same way, and a browser that did so is known', async () => {
  const email = 'sso@device.test';
  const connection = await connect(gatehouse, issuer);
  issuer.behave({ person: { sub: 'new-device', email, email_verified: true } });
  const { browser } = await comeIn(connection);
  expect(await told(email)).toEqual([]);
  await comeIn(connection);
  expect(await told(email)).toEqual(['New log-in to your account at demo portal']);
  const { text } = lastMailTo(gatehouse, email);
  expect(text).toContain('Logged in with: SSO');
  // There is no password that could be reset.
  expect(text).not.toContain('forgot-password');
  await gatehouse.sql('UPDATE developer_log_ins SET new_device_told_at = NULL');
  await comeIn(connection, {}, browser);
  expect(await told(email)).toHaveLength(1);
  await comeIn(connection, {}, openBrowser());
  expect(await told(email)).toHaveLength(2);
});

test('R170: the mail goes to the address that the account had then, also if its session has ended', async () => {
  const [email, other] = ['moves@device.test', 'moved@device.test'];
  const person = await approvedPerson(gatehouse, email, admin);
  await succeed(logIn(gatehouse, email, PASSWORD, {}, from(HOME)));
  await begin();
  const { token } = await succeed(logIn(gatehouse, email, PASSWORD, {}, from(AWAY)), 'token');
  // The worker comes late.
  await gatehouse.sql(
    "UPDATE jobs SET due_at = now() + interval '1 hour' WHERE name = 'sendNewDeviceEmail' AND status = 'QUEUED'",
  );
  await requestEmailChange(gatehouse, { token }, other);
  await succeed(confirmEmailChange(gatehouse, await mailedToken(gatehouse, other)));
  await succeed(logOut(gatehouse, { token }, 'demo', true));
  await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE name = 'sendNewDeviceEmail' AND payload->>'developerId' = $1", [
    person.id,
  ]);
  expect([await told(email), await told(other)]).toEqual([['New log-in to your account at demo portal'], []]);
});

test('the text of an unknown program stays out of the mail', async () => {
  const email = 'agent@device.test';
  await approvedPerson(gatehouse, email, admin);
  await succeed(logIn(gatehouse, email, PASSWORD, {}, from(HOME)));
  await begin();
  await succeed(logIn(gatehouse, email, PASSWORD, {}, from(AWAY, 'Confirm at https://evil.test/now')));
  await told(email);
  const { text, html } = lastMailTo(gatehouse, email);
  expect(text).toContain('Device: an unknown program');
  expect(text + html).not.toContain('evil.test');
});

test('the job has ids alone in its payload', async () => {
  const [job] = await gatehouse.sql<{ payload: object }>("SELECT payload FROM jobs WHERE name = 'sendNewDeviceEmail' LIMIT 1");
  expect(Object.keys(present(job).payload).toSorted()).toEqual(['developerId', 'eventId']);
});
