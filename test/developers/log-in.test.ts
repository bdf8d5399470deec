import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { addAdmin, createPortal, decide, deleteDevelopers, openDemoPortal } from '../kit/admins.ts';
import { beforeCommit } from '../kit/database.ts';
import { comparable } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import {
  approvedPerson,
  developerId,
  logIn,
  mailsTo,
  PASSWORD,
  peopleOfEachKind,
  setPassword,
  verifiedPerson,
  whoAmI,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const people = await peopleOfEachKind(gatehouse, admin);

const WRONG = { __typename: 'InvalidCredentials', message: 'The email address or the password is wrong.' };

const LOG_IN = `mutation($input: LogInInput!) {
  logIn(input: $input) {
    __typename
    ... on LogInSuccess { token expiresAt developer { email } }
    ... on InvalidInput { issues { path message code parameters { name value } } }
    ... on NotApproved { status }
    ... on Error { message }
  }
}`;

const post = (email: string, password: string, session = 'COOKIE', cookie = '') =>
  gatehouse.graphql<{ logIn: { __typename: string; token?: string | null } | null }>(
    LOG_IN,
    { input: { portal: 'demo', email, password, session } },
    { cookie },
  );

const sessionsOf = (email: string) =>
  gatehouse.sql<{ hash: Buffer; created_at: Date; expires_at: Date }>(
    'SELECT s.* FROM sessions s JOIN developers d ON d.id = s.developer_id WHERE d.email = $1',
    [email],
  );

test('R4: a wrong password is answered the same for every kind of person', async () => {
  await verifiedPerson(gatehouse, 'passwordless@kinds.test');
  const emails = [...Object.values(people), 'passwordless@kinds.test'];
  const answers = await Promise.all(emails.map((email) => post(email, 'not the right password')));
  expect(answers[0]?.data.logIn).toEqual(WRONG);
  expect(new Set(answers.map((answer) => JSON.stringify(comparable(answer)))).size).toBe(1);
  expect(answers.map(({ headers }) => headers.get('set-cookie'))).toEqual(emails.map(() => null));
});

test('R4: only the right password reveals the status of a person who may not log in', async () => {
  for (const [email, status] of [
    [people.pending, 'PENDING'],
    [people.rejected, 'REJECTED'],
    [people.revoked, 'REVOKED'],
  ] as const) {
    expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'NotApproved', status });
    expect(await sessionsOf(email)).toEqual([]);
  }
  for (const email of [people.unknown, people.unverified]) expect(await logIn(gatehouse, email)).toEqual(WRONG);
});

test('R56: the address may be typed in any case', async () => {
  for (const typed of ['APPROVED@KINDS.TEST', 'Approved@kinds.Test']) {
    expect(await logIn(gatehouse, typed)).toMatchObject({ developer: { email: people.approved } });
  }
});

test('a person who is answered PENDING at log-in gets a mail about the approval', async () => {
  await setPassword(gatehouse, (await verifiedPerson(gatehouse, 'waits@login.test')).passwordToken);
  const told = 'SELECT told_to_wait_at FROM developers WHERE email = $1';
  await gatehouse.sql("UPDATE developers SET told_to_wait_at = NULL WHERE email = 'waits@login.test'");
  expect(await logIn(gatehouse, 'waits@login.test')).toMatchObject({ status: 'PENDING' });
  expect(await gatehouse.sql(told, ['waits@login.test'])).toEqual([{ told_to_wait_at: expect.any(Date) }]);
});

test('an invalid address, a password that is too long and an unknown portal are refused the same way for everyone', async () => {
  expect(await logIn(gatehouse, 'not an address')).toMatchObject({ __typename: 'InvalidInput', issues: [{ path: ['email'] }] });
  for (const portal of ['nowhere', '', 'demo\u0000', '../demo']) {
    expect(await logIn(gatehouse, people.approved, PASSWORD, { portal })).toMatchObject({ __typename: 'NotFound' });
  }
  const tooLong = [people.unknown, people.approved].map((email) => logIn(gatehouse, email, 'a'.repeat(257)));
  for (const answer of await Promise.all(tooLong)) {
    expect(answer).toMatchObject({ __typename: 'InvalidInput', issues: [{ path: ['password'] }] });
  }
});

test('R16: every character of a password counts, to its end', async () => {
  const half = 'Otters and lamps in the wind, seven of them, drift past the old harbour wall at night ';
  const long = half.padEnd(99, 'x1y2z3').concat(' ');
  expect(Buffer.byteLength(long)).toBe(100);
  const { passwordToken, id } = await verifiedPerson(gatehouse, 'hundred@login.test');
  expect(await setPassword(gatehouse, passwordToken, long)).toMatchObject({ __typename: 'SetPasswordSuccess' });
  await decide(gatehouse, 'approve', [id], admin);
  const variants = [
    long.slice(0, 72),
    long.slice(0, 99),
    long.trimEnd(),
    long.toUpperCase(),
    long.toLowerCase(),
    ` ${long}`,
    `${long} `,
  ];
  for (const variant of variants) expect(await logIn(gatehouse, 'hundred@login.test', variant)).toEqual(WRONG);
  expect(await logIn(gatehouse, 'hundred@login.test', '')).toMatchObject({
    issues: [{ path: ['password'], code: 'REQUIRED' }],
  });
  expect(await logIn(gatehouse, 'hundred@login.test', long)).toMatchObject({ __typename: 'LogInSuccess' });
});

test('R16: a NUL ends no password', async () => {
  const { passwordToken, id } = await verifiedPerson(gatehouse, 'nul@login.test');
  await setPassword(gatehouse, passwordToken, 'otters and lamps\u0000in the wind');
  await decide(gatehouse, 'approve', [id], admin);
  for (const other of ['otters and lamps\u0000in the rain', 'otters and lamps', 'otters and lamps\u0000']) {
    expect(await logIn(gatehouse, 'nul@login.test', other)).toEqual(WRONG);
  }
  expect(await logIn(gatehouse, 'nul@login.test', 'otters and lamps\u0000in the wind')).toMatchObject({
    __typename: 'LogInSuccess',
  });
});

test('a password is the same in either Unicode form', async () => {
  const { passwordToken, id } = await verifiedPerson(gatehouse, 'nfc@login.test');
  await setPassword(gatehouse, passwordToken, 'höchst geheimer Satz'.normalize('NFD'));
  await decide(gatehouse, 'approve', [id], admin);
  expect(await logIn(gatehouse, 'nfc@login.test', 'höchst geheimer Satz'.normalize('NFC'))).toMatchObject({
    __typename: 'LogInSuccess',
  });
});

test('R22: a session is an opaque secret, kept as its hash, and told in one way only', async () => {
  await approvedPerson(gatehouse, 'one-way@login.test', admin);
  const byToken = await post('one-way@login.test', PASSWORD, 'TOKEN');
  expect(byToken.headers.get('set-cookie')).toBeNull();
  expect(byToken.data.logIn?.token).toMatch(/^[\w-]{43}$/);
  const byCookie = await post('one-way@login.test', PASSWORD, 'COOKIE');
  expect(byCookie.data.logIn?.token).toBeNull();
  const cookie = present(byCookie.headers.getSetCookie()[0]);
  const value = present(cookie.match(/^gatehouse-demo=([\w-]{43});/)?.[1]);
  expect(byCookie.text).not.toContain(value);
  const rows = await gatehouse.sql<{ row: string }>('SELECT s::text AS row FROM sessions s');
  for (const secret of [value, present(byToken.data.logIn?.token)]) {
    expect(rows.filter(({ row }) => row.includes(secret) || row.includes(Buffer.from(secret).toString('hex')))).toEqual([]);
  }
  expect(await whoAmI(gatehouse, { cookie: `gatehouse-demo=${value}` })).toBe('one-way@login.test');
  expect(await whoAmI(gatehouse, { token: present(byToken.data.logIn?.token) })).toBe('one-way@login.test');
});

test('a session lives for 30 days at most, 7 without use', async () => {
  await approvedPerson(gatehouse, 'lives@login.test', admin);
  const { token, expiresAt } = await succeed(logIn(gatehouse, 'lives@login.test'), 'token');
  const [session] = await sessionsOf('lives@login.test');
  expect(session?.expires_at.toISOString()).toBe(expiresAt);
  expect((session?.expires_at.getTime() ?? 0) - (session?.created_at.getTime() ?? 0)).toBe(30 * 24 * 3_600_000);
  const unused = (time: string) => gatehouse.sql('UPDATE sessions SET last_seen_at = now() - $1::interval', [time]);
  const me = () => whoAmI(gatehouse, { token });
  await unused('6 days 23 hours 59 minutes');
  expect(await me()).toBe('lives@login.test');
  // That was a use: the seven days begin anew.
  await gatehouse.sql("UPDATE sessions SET last_seen_at = last_seen_at - interval '6 days'");
  expect(await me()).toBe('lives@login.test');
  await unused('7 days 1 second');
  expect(await me()).toBeNull();
  await unused('0');
  expect(await me()).toBe('lives@login.test');
  await gatehouse.sql("UPDATE sessions SET expires_at = now() - interval '1 second'");
  expect(await me()).toBeNull();
});

test('R23: a session that the client chose is never adopted, and the one it held before ends', async () => {
  await approvedPerson(gatehouse, 'fixed@login.test', admin);
  const chosen = 'A'.repeat(43);
  const first = await post('fixed@login.test', PASSWORD, 'COOKIE', `gatehouse-demo=${chosen}`);
  const mine = present(first.headers.get('set-cookie')?.match(/=([\w-]+);/)?.[1]);
  expect(mine).not.toBe(chosen);
  expect(await whoAmI(gatehouse, { cookie: `gatehouse-demo=${chosen}` })).toBeNull();
  const second = await post('fixed@login.test', PASSWORD, 'COOKIE', `gatehouse-demo=${mine}`);
  const next = present(second.headers.get('set-cookie')?.match(/=([\w-]+);/)?.[1]);
  expect(next).not.toBe(mine);
  expect(await whoAmI(gatehouse, { cookie: `gatehouse-demo=${mine}` })).toBeNull();
  expect(await whoAmI(gatehouse, { cookie: `gatehouse-demo=${next}` })).toBe('fixed@login.test');
  // A wrong password leaves the session that is there.
  await post('fixed@login.test', 'not the right password', 'COOKIE', `gatehouse-demo=${next}`);
  expect(await whoAmI(gatehouse, { cookie: `gatehouse-demo=${next}` })).toBe('fixed@login.test');
});

test('R24: a log-in against a revoke or a delete at the same moment leaves no session that works', async () => {
  for (let round = 0; round < 12; round++) {
    const email = `revoked-${round}@login.test`;
    const { id } = await approvedPerson(gatehouse, email, admin);
    const end = round % 2 ? decide(gatehouse, 'revoke', [id], admin) : deleteDevelopers(gatehouse, [id], admin);
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, (_, at) => setTimeout(at * 2 + round).then(() => logIn(gatehouse, email))),
      end,
    ]);
    const tokens = answers.flatMap((answer) => (answer.__typename === 'LogInSuccess' ? [present(answer.token)] : []));
    expect(await Promise.all(tokens.map((token) => whoAmI(gatehouse, { token })))).toEqual(tokens.map(() => null));
    expect(await gatehouse.sql('SELECT 1 FROM sessions WHERE developer_id = $1', [id])).toEqual([]);
  }
});

test('R24: a log-in that a revoke overtakes opens no session, not even one for later', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'overtaken@login.test', admin);
  const revoke = "UPDATE developers SET status = 'REVOKED' WHERE id = :id; DELETE FROM sessions WHERE developer_id = :id";
  const answer = await beforeCommit(gatehouse.databaseUrl, revoke, id, () => logIn(gatehouse, email));
  expect(answer).toMatchObject({ __typename: 'NotApproved', status: 'REVOKED' });
  expect(await sessionsOf(email)).toEqual([]);
});

test('a log-in that a change of the password overtakes opens no session', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'changed@login.test', admin);
  const change =
    "UPDATE developers SET password_hash = 'another one' WHERE id = :id; DELETE FROM sessions WHERE developer_id = :id";
  expect(await beforeCommit(gatehouse.databaseUrl, change, id, () => logIn(gatehouse, email))).toEqual(WRONG);
  expect(await sessionsOf(email)).toEqual([]);
});

test('a log-in that an approval overtakes is answered by a session', async () => {
  const { id, email, passwordToken } = await verifiedPerson(gatehouse, 'let-in@login.test');
  await setPassword(gatehouse, passwordToken);
  await gatehouse.sql('UPDATE developers SET told_to_wait_at = NULL WHERE id = $1', [id]);
  const approve = "UPDATE developers SET status = 'APPROVED' WHERE id = :id";
  const answer = await beforeCommit(gatehouse.databaseUrl, approve, id, () => logIn(gatehouse, email));
  expect(answer).toMatchObject({ __typename: 'LogInSuccess', developer: { status: 'APPROVED' } });
  const told = 'SELECT 1 FROM developers WHERE id = $1 AND told_to_wait_at IS NOT NULL';
  expect(await gatehouse.sql(told, [id])).toEqual([]);
});

test('an approval at the moment of the log-in is answered by a session or told by mail', async () => {
  for (let round = 0; round < 6; round++) {
    const email = `approved-${round}@login.test`;
    await setPassword(gatehouse, (await verifiedPerson(gatehouse, email)).passwordToken);
    const id = await developerId(gatehouse, email);
    const [answer] = await Promise.all([logIn(gatehouse, email), decide(gatehouse, 'approve', [id], admin)]);
    expect(['LogInSuccess', 'NotApproved']).toContain(answer.__typename);
    await gatehouse.drain();
    expect(mailsTo(gatehouse, email).filter(({ subject }) => subject.includes('approved'))).toHaveLength(1);
  }
});

test('R29: a developer and an admin with one address are two people', async () => {
  const email = 'both@login.test';
  await approvedPerson(gatehouse, email, admin);
  await addAdmin(gatehouse, email, 'VIEWER', null);
  expect(await logIn(gatehouse, email, 'wind lamp otter seven')).toEqual(WRONG);
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'LogInSuccess' });
});

test('R33: an account of one portal cannot log in at another', async () => {
  await createPortal(gatehouse, 'second', admin);
  expect(await logIn(gatehouse, people.approved, PASSWORD, { portal: 'second' })).toEqual(WRONG);
});
