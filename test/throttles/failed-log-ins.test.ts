import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { addAdmin, adminLogIn, createPortal, openDemoPortal } from '../kit/admins.ts';
import { comparable } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import {
  approvedPerson,
  logIn,
  mailedToken,
  NEW_PASSWORD,
  PASSWORD,
  peopleOfEachKind,
  requestPasswordReset,
  resetPassword,
} from '../kit/people.ts';

const proxied = { TRUSTED_PROXIES: '1', SECRET_KEY: randomBytes(32).toString('base64') };
const gatehouse = await startInstallation(proxied);
const neighbour = await startInstallation(proxied, gatehouse);
const admin = await openDemoPortal(gatehouse);
const people = await peopleOfEachKind(gatehouse, admin);

const WRONG = 'not the right password';
const HOME = '192.0.2.1';
const ELSEWHERE = '198.51.100.7';
const QUARTER = 15 * 60;

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
const tryFrom = async (address: string, email: string, password = WRONG, deviceToken: string | null = null) =>
  (await logIn(gatehouse, email, password, { deviceToken }, from(address))).__typename;
const fail = async (times: number, email: string, address = ELSEWHERE, device: string | null = null) => {
  const names = [];
  for (let time = 0; time < times; time++) names.push(await tryFrom(address, email, WRONG, device));
  return names;
};
/** Logs in on a new device. @returns the secret that it keeps */
const newDevice = async (email: string, address = HOME) =>
  (await succeed(logIn(gatehouse, email, PASSWORD, {}, from(address)), 'deviceToken')).deviceToken;
const person = async (name: string) => (await approvedPerson(gatehouse, `${name}@guess.test`, admin)).email;
const wait = (seconds: number) => gatehouse.sql("UPDATE throttles SET ends_at = ends_at - $1 * interval '1 second'", [seconds]);
/** How many guesses were compared with a hash, as each that was wrong counts. */
const hashed = async () => (await gatehouse.sql<{ points: number }>('SELECT max(points) AS points FROM throttles'))[0]?.points;

test('R21: from the tenth failure in 15 minutes on, each attempt is refused for 15 minutes, also with the right password', async () => {
  const email = await person('tenth');
  expect(await fail(10, email)).toEqual([...Array(9).fill('InvalidCredentials'), 'TooManyAttempts']);
  const refused = await refusal(logIn(gatehouse, email, PASSWORD, {}, from(HOME)), 'TooManyAttempts');
  expect(refused).toMatchObject({ __typename: 'TooManyAttempts', retryAfter: expect.any(Number) });
  expect(refused.retryAfter).toBeGreaterThan(QUARTER - 10);
  expect(refused.retryAfter).toBeLessThanOrEqual(QUARTER);
  await wait(QUARTER - 10);
  expect(await tryFrom(HOME, email, PASSWORD)).toBe('TooManyAttempts');
  await wait(10);
  expect(await tryFrom(HOME, email, PASSWORD)).toBe('LogInSuccess');
});

test('the right password at the tenth attempt lets in, and failures older than 15 minutes are forgotten', async () => {
  const email = await person('ninth');
  await fail(9, email);
  await wait(QUARTER);
  await fail(9, email);
  expect(await tryFrom(ELSEWHERE, email, PASSWORD)).toBe('LogInSuccess');
});

test('R4, R21: the refusal is the same for every kind of address, and for the right password', async () => {
  const answers = [];
  for (const email of [...Object.values(people), 'unheard-of@guess.test']) {
    await fail(10, email);
    for (const password of [WRONG, PASSWORD]) {
      await gatehouse.sql("UPDATE throttles SET ends_at = now() + interval '500.5 seconds' WHERE points > 9");
      const document = `mutation { logIn(input: { portal: "demo", email: "${email}", password: "${password}" }) {
        __typename ... on Error { message } ... on TooManyAttempts { retryAfter } } }`;
      answers.push(comparable(await gatehouse.graphql(document, {}, from(ELSEWHERE))));
    }
  }
  expect(answers).toHaveLength(14);
  expect(new Set(answers.map((answer) => JSON.stringify(answer).replaceAll(/\b50[01]\b/g, '<seconds>'))).size).toBe(1);
  expect(answers[0]?.body).toContain('TooManyAttempts');
});

test('R21: no spelling of an address, of the client or of a forged header makes a new guesser', async () => {
  const email = await person('spelled');
  const names = [];
  for (let time = 0; time < 100; time++) {
    const typed = time % 2 ? email : email.toUpperCase();
    const spelled = time % 3 ? `2001:db8:1:2::${time.toString(16)}` : `2001:0DB8:1:2:0:0:0:${time.toString(16)}`;
    const forged = { 'x-real-ip': HOME, 'true-client-ip': HOME, 'cf-connecting-ip': HOME, forwarded: `for=203.0.113.${time}` };
    const headers = { 'x-forwarded-for': `203.0.113.${time % 50}, ${spelled}`, ...forged };
    names.push((await logIn(gatehouse, typed, WRONG, {}, { headers })).__typename);
  }
  expect(names.indexOf('TooManyAttempts')).toBe(9);
  expect(new Set(names.slice(9))).toEqual(new Set(['TooManyAttempts']));
  expect(await tryFrom('2001:db8:ffff::1', email, PASSWORD)).toBe('TooManyAttempts');
});

test('R21: when a hundred clients guess at once, ten guesses are hashed', async () => {
  const email = await person('at-once');
  await gatehouse.sql('DELETE FROM throttles');
  const guesses = Array.from({ length: 100 }, (_, at) => tryFrom(`203.0.113.${at}`, email));
  const names = await Promise.all(guesses);
  expect(names.filter((name) => name === 'InvalidCredentials')).toHaveLength(9);
  expect(names.filter((name) => name === 'TooManyAttempts')).toHaveLength(91);
  expect(await hashed()).toBe(10);
});

test('R21: guesses at once at two servers are at most one more than at one', async () => {
  const email = await person('at-two');
  await gatehouse.sql('DELETE FROM throttles');
  const guesses = Array.from({ length: 60 }, (_, at) =>
    logIn(at % 2 ? gatehouse : neighbour, email, WRONG, {}, from(ELSEWHERE)),
  );
  const names = (await Promise.all(guesses)).map(({ __typename }) => __typename);
  expect(names.filter((name) => name === 'InvalidCredentials')).toHaveLength(9);
  expect(names.filter((name) => name === 'TooManyAttempts')).toHaveLength(51);
  expect(await hashed()).toBeLessThanOrEqual(11);
});

test('log-ins with the right password at once all succeed, and count for nothing', async () => {
  const email = await person('busy');
  const names = await Promise.all(Array.from({ length: 30 }, () => tryFrom(HOME, email, PASSWORD)));
  expect(new Set(names)).toEqual(new Set(['LogInSuccess']));
  expect(await fail(9, email)).not.toContain('TooManyAttempts');
});

test('R21: the owner still logs in on a device that logged in in the last 30 days, from anywhere, and is counted there alone', async () => {
  const email = await person('owner');
  const device = await newDevice(email);
  await fail(10, email);
  expect(await tryFrom('2001:db8:5:5::2', email, PASSWORD, device)).toBe('LogInSuccess');
  expect(await tryFrom(HOME, email, PASSWORD)).toBe('TooManyAttempts');
  expect(await tryFrom(HOME, email, PASSWORD, 'x'.repeat(43))).toBe('TooManyAttempts');

  expect((await fail(10, email, HOME, device)).at(-1)).toBe('TooManyAttempts');
  expect(await tryFrom(HOME, email, PASSWORD, device)).toBe('TooManyAttempts');
  await wait(QUARTER);
  expect(await tryFrom(HOME, email, PASSWORD, device)).toBe('LogInSuccess');

  await gatehouse.sql("UPDATE known_clients SET logged_in_at = now() - interval '30 days 1 second'");
  await fail(10, email);
  expect(await tryFrom(HOME, email, PASSWORD, device)).toBe('TooManyAttempts');
});

test('R21: a reset lets the owner in at once, on every device', async () => {
  const email = await person('resets');
  const device = await newDevice(email);
  await Promise.all([fail(10, email), fail(10, email, HOME, device)]);
  await requestPasswordReset(gatehouse, email);
  await resetPassword(gatehouse, await mailedToken(gatehouse, email), NEW_PASSWORD);
  expect(await tryFrom(HOME, email, NEW_PASSWORD, device)).toBe('LogInSuccess');
  expect(await tryFrom('203.0.113.99', email, NEW_PASSWORD)).toBe('LogInSuccess');
});

test('a device is known to 50 at most of one account, and one secret to several accounts', async () => {
  const email = await person('many');
  const first = await newDevice(email);
  const other = await person('shared');
  expect(await logIn(gatehouse, other, PASSWORD, { deviceToken: first })).toMatchObject({ deviceToken: first });
  const known = () =>
    gatehouse.sql('SELECT 1 FROM known_clients k JOIN developers d ON d.id = developer_id WHERE email = $1', [email]);
  await gatehouse.sql("UPDATE known_clients SET logged_in_at = now() - interval '1 minute'");
  for (let at = 0; at < 49; at++) await newDevice(email, `198.18.0.${at}`);
  await fail(10, email);
  expect(await tryFrom(HOME, email, PASSWORD, first)).toBe('LogInSuccess');
  await wait(QUARTER);
  await newDevice(email);
  expect(await known()).toHaveLength(50);
  await fail(10, email);
  expect(await tryFrom(HOME, email, PASSWORD, first)).toBe('TooManyAttempts');
});

test('a client that keeps no secret has 10 of these places, however often it logs in; with the secret it has one for good', async () => {
  const email = await person('forgets');
  const kept = await newDevice(email);
  // Its next log-in is noted after a day.
  await gatehouse.sql("UPDATE known_clients SET logged_in_at = now() - interval '2 days'");
  expect(await tryFrom(HOME, email, PASSWORD, kept)).toBe('LogInSuccess');
  const known =
    'SELECT 1 FROM known_clients k JOIN developers d ON d.id = developer_id WHERE email = $1 AND client IS NOT NULL';
  const secrets = [];
  for (let at = 0; at < 12; at++) secrets.push(await newDevice(email));
  expect(await gatehouse.sql(known, [email])).toHaveLength(10);
  await fail(10, email);
  expect(await tryFrom(HOME, email, PASSWORD, kept)).toBe('LogInSuccess');
  expect(await tryFrom(HOME, email, PASSWORD, secrets.at(-1))).toBe('LogInSuccess');
  expect(await tryFrom(HOME, email, PASSWORD, secrets[0])).toBe('TooManyAttempts');
});

test('a device token is accepted only in the form of a secret of ours', async () => {
  const email = await person('weak');
  const { deviceToken } = await succeed(logIn(gatehouse, email, PASSWORD, { deviceToken: 'kiosk' }), 'deviceToken');
  expect(deviceToken).toMatch(/^[\w-]{43}$/);
});

test('R29: the realms are counted apart, and so are portals', async () => {
  const email = await person('both');
  await createPortal(gatehouse, 'second', admin);
  await addAdmin(gatehouse, email, 'VIEWER', null);
  const asAdmin = { email, password: 'wind lamp otter seven' };
  await fail(10, email);
  expect(await logIn(gatehouse, email, WRONG, { portal: 'second' }, from(ELSEWHERE))).toMatchObject({
    __typename: 'InvalidCredentials',
  });
  const onDevice = await succeed(adminLogIn(gatehouse, asAdmin, from(ELSEWHERE)), 'deviceToken');
  expect(onDevice).toMatchObject({ __typename: 'AdminLogInSuccess' });
  for (let time = 0; time < 10; time++) await adminLogIn(gatehouse, { email, password: WRONG }, from('203.0.113.5'));
  expect(await adminLogIn(gatehouse, asAdmin, from('203.0.113.5'))).toMatchObject({ __typename: 'TooManyAttempts' });
  const known = { ...asAdmin, deviceToken: onDevice.deviceToken };
  expect(await adminLogIn(gatehouse, known, from(ELSEWHERE))).toMatchObject({ __typename: 'AdminLogInSuccess' });
  await wait(QUARTER);
  expect(await tryFrom(ELSEWHERE, email, PASSWORD)).toBe('LogInSuccess');
});

test('a throttle knows nobody by an address, and a deleted account leaves no device behind', async () => {
  const rows = await gatehouse.sql<{ row: string }>(
    'SELECT t::text AS row FROM throttles t UNION ALL SELECT k::text FROM known_clients k',
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { row } of rows) expect(row).not.toMatch(/@|guess\.test|192\.0\.2|198\.51|2001:db8/i);
  await gatehouse.sql('DELETE FROM developers');
  expect(await gatehouse.sql('SELECT 1 FROM known_clients')).toEqual([]);
});

test('counts that ended and devices of over 30 days ago are purged, and no others', async () => {
  const email = await person('purged');
  await gatehouse.sql('DELETE FROM throttles');
  await tryFrom(HOME, email, PASSWORD);
  await fail(1, email);
  const rows = async () => [
    await gatehouse.sql('SELECT 1 FROM throttles'),
    await gatehouse.sql('SELECT 1 FROM known_clients k JOIN developers d ON d.id = developer_id WHERE email = $1', [email]),
    await gatehouse.sql('SELECT 1 FROM admin_known_clients'),
  ];
  await gatehouse.purge();
  for (const kept of await rows()) expect(kept).not.toEqual([]);
  await wait(QUARTER);
  await gatehouse.sql("UPDATE known_clients SET logged_in_at = logged_in_at - interval '30 days'");
  await gatehouse.sql("UPDATE admin_known_clients SET logged_in_at = logged_in_at - interval '30 days'");
  await gatehouse.purge();
  expect(await rows()).toEqual([[], [], []]);
});
