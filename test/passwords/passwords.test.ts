import { request } from 'node:http';
import { availableParallelism } from 'node:os';
import { beforeEach, expect, test } from 'vitest';
import { hashPassword } from '../../domain/passwords/hash.ts';
import { LONGEST_BODY } from '../../server/http.ts';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import {
  approvedPerson,
  bearer,
  logIn,
  mailedToken,
  setPassword,
  signUp,
  verifiedPerson,
  verifyEmail,
  whoAmI,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const REFUSED = { __typename: 'InvalidInput', issues: [{ path: ['password'] }] };
const CREATED = { __typename: 'SetPasswordSuccess' };

/** One person who tries many first passwords. */
const { id, verificationToken } = await verifiedPerson(gatehouse, 'maximilian.mustermann@passwords.test');
let token = '';
beforeEach(async () => {
  await gatehouse.sql('UPDATE developers SET password_hash = NULL WHERE id = $1', [id]);
  token = (await succeed(verifyEmail(gatehouse, verificationToken), 'passwordToken')).passwordToken;
});

const passwordHash = async (email: string) => {
  const [row] = await gatehouse.sql<{ password_hash: string }>('SELECT password_hash FROM developers WHERE email = $1', [
    email,
  ]);
  return row?.password_hash;
};

test.each([
  ['nothing', ''],
  ['7 characters', 'kRz8#qW'],
  ['14 characters', 'kRz8#qWm2!vXp9'],
  ['14 characters of four bytes', '🦦🪔🌬️🦊🐌🧵🪁🫧🧊🪤🦜🥁🧲🪶'.slice(0, 26)],
  ['15 spaces', ' '.repeat(15)],
  ['one letter often', 'a'.repeat(60)],
  ['257 characters', 'otter lamp wind '.repeat(16).slice(0, 256).concat('x')],
  ['half a character', 'otter lamp wind \ud800'],
  ['a row of the keyboard', 'qwertyuiop[]asdf'],
  ['a row of digits', '12345678901234567890'],
])('R15, R17: %s is refused', async (_, password) => {
  expect(await setPassword(gatehouse, token, password)).toMatchObject(REFUSED);
});

test.each([
  '123456789012345',
  '1234567890123456',
  '123456789123456789',
  '111111111111111',
  '000000000000000',
  'aaaaaaaaaaaaaaa',
  'passwordpassword',
  'password12345678',
  'P@ssw0rdP@ssw0rd',
  'qwertyuiopasdfgh',
  'qwertyqwertyqwerty',
  'qwerty123456789',
  '1qaz2wsx3edc4rfv',
  '1q2w3e4r5t6y7u8i',
  'q1w2e3r4t5y6u7i8',
  'zaq12wsxcde34rfv',
  'abcdefghijklmnop',
  'abcd1234abcd1234',
  'asdfghjklasdfghjkl',
  'zxcvbnmzxcvbnmzxcvbnm',
  'iloveyouiloveyou',
  'letmeinletmeinletmein',
  'administrator123',
  'welcome123welcome',
])('R18: %s, which is common, is refused', async (password) => {
  expect(await setPassword(gatehouse, token, password)).toMatchObject(REFUSED);
});

test.each([
  'maximilian.mustermann',
  'maximilian.mustermann1',
  'MaximilianMustermann!',
  'mustermannmaximilian',
  'Mustermann2026!!',
  'maximilian.mustermann@passwords.test',
  'maximilian12345',
  'demoportal123456',
  'Demo Portal 2026',
  'demo-portal-2026!',
  'demo portal demo portal',
  'd3m0p0rt4l123456',
])('R18: %s, made of the address or the portal, is refused', async (password) => {
  expect(await setPassword(gatehouse, token, password)).toMatchObject(REFUSED);
});

test('R18: a short local part, padded to the length, is refused', async () => {
  const { passwordToken } = await verifiedPerson(gatehouse, 'ada@passwords.test');
  for (const password of ['ada123456789012', 'adaadaadaadaada', 'ada!!!!!!!!!!!!']) {
    expect([password, await setPassword(gatehouse, passwordToken, password)]).toMatchObject([password, REFUSED]);
  }
});

test('R15: 15 lower-case letters will do: there is no rule about kinds of characters', async () => {
  expect(await setPassword(gatehouse, token, 'wqjxvokzhtbrpmf')).toMatchObject(CREATED);
});

test('256 characters will do, whatever their bytes', async () => {
  const base = 'Otters & lamps ÄÖÜ 開発者 🦦 drift past the harbour. ';
  const characters = [...base.repeat(10)].slice(0, 256);
  const { passwordToken } = await verifiedPerson(gatehouse, 'longest@passwords.test');
  expect(await setPassword(gatehouse, passwordToken, characters.join(''))).toMatchObject(CREATED);
  expect(await logIn(gatehouse, 'longest@passwords.test', characters.join(''))).toMatchObject({ __typename: 'NotApproved' });
  expect(await logIn(gatehouse, 'longest@passwords.test', characters.slice(0, -1).join(''))).toMatchObject({
    __typename: 'InvalidCredentials',
  });
});

test('R19: it rests as Argon2id with m = 19,456 KiB, t = 2, p = 1, and the same password twice as two hashes', async () => {
  const hashes = [];
  for (const email of ['first@same.test', 'second@same.test']) {
    const { passwordToken } = await verifiedPerson(gatehouse, email);
    await setPassword(gatehouse, passwordToken, 'the same long enough phrase');
    hashes.push(await passwordHash(email));
  }
  const [admins] = await gatehouse.sql<{ password_hash: string }>('SELECT password_hash FROM admins');
  for (const hash of [...hashes, admins?.password_hash]) {
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  }
  expect(hashes[0]).not.toBe(hashes[1]);
});

/** Sends the start of a request that promises more. @returns the status, which comes before the rest */
const statusBeforeTheRest = (start: string, promised: number): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': promised };
    const sent = request(`${gatehouse.url}/graphql`, { method: 'POST', headers }, (response) => {
      resolve(response.statusCode);
      sent.destroy();
    });
    sent.on('error', reject).write(start);
  });

test('R17: a password of 1 MiB is refused before it is read to its end, so nothing hashes it, and nobody waits for it', async () => {
  const { email } = await approvedPerson(gatehouse, 'busy@passwords.test', admin);
  const session = await bearer(gatehouse, email);
  const documents = [
    'mutation($p: String!) { logIn(input: { portal: "demo", email: "busy@passwords.test", password: $p }) { __typename } }',
    'mutation($p: String!) { setPassword(input: { token: "x", password: $p }) { __typename } }',
    'mutation($p: String!) { resetPassword(input: { token: "x", password: $p }) { __typename } }',
    'mutation($p: String!) { adminLogIn(input: { email: "owner@gatehouse.test", password: $p }) { __typename } }',
  ];
  const bodies = documents.map((query) => JSON.stringify({ query, variables: { p: 'x'.repeat(1 << 20) } }));
  const flood = Array.from({ length: 20 }, (_, at) => present(bodies[at % bodies.length]));
  const refused = flood.map((body) => statusBeforeTheRest(body.slice(0, LONGEST_BODY + 1), body.length));
  expect(await whoAmI(gatehouse, { token: session })).toBe(email);
  expect(await Promise.all(refused)).toEqual(flood.map(() => 413));
});

test('R17: when hashing is saturated, a request that needs a hash is told to come back; a password that is too long needs no hash', async () => {
  const { email } = await approvedPerson(gatehouse, 'late@passwords.test', admin);
  // The server hashes in this process: a few at a time, and so many wait, each place in the line taken again once it is free.
  let isDone = false;
  const standInLine = async (_: unknown, at: number) => {
    while (!isDone) await hashPassword('somebody else', `198.51.${at >> 8}.${at & 255}`);
  };
  const line = Promise.all(Array.from({ length: availableParallelism() * 101 }, standInLine));
  const [refused, tooLong] = await Promise.all([logIn(gatehouse, email), logIn(gatehouse, email, 'x'.repeat(100_000))]);
  isDone = true;
  expect(refused).toEqual({
    __typename: 'TooManyAttempts',
    message: 'Too many attempts. Try again in 2 seconds.',
    retryAfter: 2,
  });
  expect(tooLong).toMatchObject(REFUSED);
  await line;
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'LogInSuccess' });
});

test('a password may hold the name of another portal', async () => {
  await createPortal(gatehouse, 'wonderland', admin);
  await signUp(gatehouse, 'alice@passwords.test', { portal: 'wonderland' });
  const { passwordToken } = await succeed(
    verifyEmail(gatehouse, await mailedToken(gatehouse, 'alice@passwords.test')),
    'passwordToken',
  );
  await gatehouse.drain();
  expect(await setPassword(gatehouse, passwordToken, 'wonderlandportal1')).toMatchObject(REFUSED);
  expect(await setPassword(gatehouse, passwordToken, 'tulips over demo mountains')).toMatchObject(CREATED);
});
