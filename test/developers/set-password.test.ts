import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { hashPassword } from '../../domain/passwords/hash.ts';
import { decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { beforeCommit } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import {
  developerId,
  lastMailTo,
  logIn,
  mailedToken,
  mailsTo,
  PASSWORD,
  registeredPerson,
  setPassword,
  signUp,
  verifiedPerson,
  verifyEmail,
  whoAmI,
} from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const INVALID = { __typename: 'InvalidToken', message: 'This link is no longer valid. Ask for a new one.' };

const passwordHash = async (email: string) => {
  const [row] = await gatehouse.sql<{ password_hash: string | null }>('SELECT password_hash FROM developers WHERE email = $1', [
    email,
  ]);
  return row?.password_hash ?? null;
};

test('the first password is kept as a hash, ends the tokens for it, and logs nobody in', async () => {
  const { passwordToken, id } = await verifiedPerson(gatehouse, 'ada@password.test');
  const document = `mutation($input: SetPasswordInput!) {
    setPassword(input: $input) { __typename ... on SetPasswordSuccess { email status portal { slug } } }
  }`;
  const { data, headers } = await gatehouse.graphql(document, { input: { token: passwordToken, password: PASSWORD } });
  expect(data).toEqual({
    setPassword: { __typename: 'SetPasswordSuccess', email: 'ada@password.test', status: 'PENDING', portal: { slug: 'demo' } },
  });
  // That of the device alone.
  expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^gatehouse_device-demo=/)]);
  expect(await gatehouse.sql('SELECT 1 FROM sessions')).toEqual([]);
  const purposes = await gatehouse.sql('SELECT purpose FROM tokens WHERE developer_id = $1', [id]);
  expect(purposes).toEqual([{ purpose: 'VERIFY_EMAIL' }]);
});

test('R27: before the approval a right password logs nobody in', async () => {
  await registeredPerson(gatehouse, 'early@password.test');
  const document = `mutation($input: LogInInput!) { logIn(input: $input) { __typename ... on NotApproved { status } } }`;
  const { data, headers } = await gatehouse.graphql(document, {
    input: { portal: 'demo', email: 'early@password.test', password: PASSWORD, session: 'COOKIE' },
  });
  expect(data).toEqual({ logIn: { __typename: 'NotApproved', status: 'PENDING' } });
  expect(headers.get('set-cookie')).toBeNull();
  expect(await gatehouse.sql('SELECT 1 FROM sessions')).toEqual([]);
  expect(await whoAmI(gatehouse, {})).toBeNull();
});

test('R9: when 50 setPassword calls use one link at once, one succeeds, and only its password logs in', async () => {
  const { passwordToken, verificationToken, id } = await verifiedPerson(gatehouse, 'race@password.test');
  const second = (await succeed(verifyEmail(gatehouse, verificationToken), 'passwordToken')).passwordToken;
  await decide(gatehouse, 'approve', [id], admin);
  const passwords = Array.from({ length: 50 }, (_, at) => `${PASSWORD} number ${at}`);
  const answers = await Promise.all(
    passwords.map((password, at) => setPassword(gatehouse, at % 2 ? second : passwordToken, password)),
  );
  const winner = answers.findIndex(({ __typename }) => __typename === 'SetPasswordSuccess');
  expect(answers.filter(({ __typename }) => __typename === 'SetPasswordSuccess')).toHaveLength(1);
  expect(answers.toSpliced(winner, 1)).toEqual(Array.from({ length: 49 }, () => INVALID));
  expect(await logIn(gatehouse, 'race@password.test', passwords[winner])).toMatchObject({ __typename: 'LogInSuccess' });
  for (const loser of [(winner + 1) % 50, (winner + 2) % 50]) {
    expect(await logIn(gatehouse, 'race@password.test', passwords[loser])).toMatchObject({ __typename: 'InvalidCredentials' });
  }
  expect(await gatehouse.sql("SELECT 1 FROM tokens WHERE developer_id = $1 AND purpose = 'SET_PASSWORD'", [id])).toEqual([]);
});

test('R9: several password tokens may be out; the first use ends them all', async () => {
  const { passwordToken, verificationToken } = await verifiedPerson(gatehouse, 'several@password.test');
  const { passwordToken: second } = await succeed(verifyEmail(gatehouse, verificationToken), 'passwordToken');
  expect(await setPassword(gatehouse, second)).toMatchObject({ __typename: 'SetPasswordSuccess' });
  const hash = await passwordHash('several@password.test');
  for (const token of [passwordToken, second]) {
    expect(await setPassword(gatehouse, token, 'another long enough phrase')).toEqual(INVALID);
  }
  expect(await passwordHash('several@password.test')).toBe(hash);
});

test('R12: a token is dead once the person was rejected, also when both happen at the same moment', async () => {
  for (let round = 0; round < 5; round++) {
    const email = `rejected-${round}@password.test`;
    const { passwordToken, id } = await verifiedPerson(gatehouse, email);
    const [set] = await Promise.all([setPassword(gatehouse, passwordToken), decide(gatehouse, 'reject', [id], admin)]);
    // Either the password came first and the answer tells where things stand, or the link was dead already.
    if (set.__typename === 'InvalidToken') expect(await passwordHash(email)).toBeNull();
    else expect(set).toMatchObject({ __typename: 'SetPasswordSuccess', status: expect.stringMatching(/PENDING|REJECTED/) });
    expect(await setPassword(gatehouse, passwordToken, 'another long enough phrase')).toEqual(INVALID);
    expect(await gatehouse.sql('SELECT 1 FROM tokens WHERE developer_id = $1', [id])).toEqual([]);
  }
});

test('R9, R12: a call that another one, a reject or a revoke overtakes sets nothing', async () => {
  for (const [what, sql] of [
    ['set', "UPDATE developers SET password_hash = 'of the first' WHERE id = :id"],
    ['rejected', "UPDATE developers SET status = 'REJECTED' WHERE id = :id"],
    ['revoked', "UPDATE developers SET status = 'REVOKED' WHERE id = :id"],
  ] as const) {
    const email = `overtaken-${what}@password.test`;
    const { id, passwordToken } = await verifiedPerson(gatehouse, email);
    expect(await beforeCommit(gatehouse.databaseUrl, sql, id, () => setPassword(gatehouse, passwordToken))).toEqual(INVALID);
    expect(await passwordHash(email)).toBe(what === 'set' ? 'of the first' : null);
  }
});

test('R12: a token that died while the password was hashed sets nothing, though the person may come in again', async () => {
  const { id, passwordToken } = await verifiedPerson(gatehouse, 'revived@password.test');
  await decide(gatehouse, 'approve', [id], admin);
  // The server hashes in this process, a few at a time: the call has to stand in line, behind others at its own address.
  const own = ['127.0.0.1', '::1'].flatMap((address) => Array.from({ length: 30 }, () => address));
  const line = Promise.all(own.map((address) => hashPassword('somebody else', address)));
  const set = setPassword(gatehouse, passwordToken);
  await setTimeout(50);
  await decide(gatehouse, 'revoke', [id], admin);
  await decide(gatehouse, 'reinstate', [id], admin);
  expect(await set).toEqual(INVALID);
  expect(await passwordHash('revived@password.test')).toBeNull();
  await line;
});

test('an approval that overtakes the answer is the answer, and one that comes after it is told by mail', async () => {
  const { id, passwordToken } = await verifiedPerson(gatehouse, 'answered@password.test');
  const approve = "UPDATE developers SET status = 'APPROVED' WHERE id = :id";
  // Held by the update that stores the password, it is there before anybody is told anything.
  const set = await beforeCommit(gatehouse.databaseUrl, approve, id, () => setPassword(gatehouse, passwordToken));
  expect(set).toMatchObject({ status: 'APPROVED' });
  const told = 'SELECT 1 FROM developers WHERE id = $1 AND told_to_wait_at IS NOT NULL';
  expect(await gatehouse.sql(told, [id])).toEqual([]);

  await updatePortal(gatehouse, { autoApprove: true }, admin);
  await signUp(gatehouse, 'told@password.test');
  await verifyEmail(gatehouse, await mailedToken(gatehouse, 'told@password.test'));
  const waits = 'UPDATE developers SET told_to_wait_at = now() WHERE id = :id';
  const later = await developerId(gatehouse, 'told@password.test');
  await beforeCommit(gatehouse.databaseUrl, waits, later, () => gatehouse.drain());
  await gatehouse.drain();
  await updatePortal(gatehouse, { autoApprove: false }, admin);
  const subjects = mailsTo(gatehouse, 'told@password.test').map(({ subject }) => subject);
  expect(subjects).toContain('Your registration at demo portal is approved');
});

test('a refused password costs nothing: the token is still good', async () => {
  const { passwordToken } = await verifiedPerson(gatehouse, 'patient@password.test');
  expect(await setPassword(gatehouse, passwordToken, 'short')).toMatchObject({ __typename: 'InvalidInput' });
  expect(await setPassword(gatehouse, passwordToken)).toMatchObject({ __typename: 'SetPasswordSuccess' });
});

test('without a worker it waits 2 seconds, answers PENDING, and the approval that comes later is told by mail', async () => {
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  await signUp(gatehouse, 'waits@password.test');
  const { passwordToken } = await succeed(
    verifyEmail(gatehouse, await mailedToken(gatehouse, 'waits@password.test')),
    'passwordToken',
  );
  const start = performance.now();
  expect(await setPassword(gatehouse, passwordToken)).toMatchObject({ status: 'PENDING' });
  const took = performance.now() - start;
  expect(took).toBeGreaterThan(1_900);
  expect(took).toBeLessThan(3_500);
  await gatehouse.drain();
  expect(lastMailTo(gatehouse, 'waits@password.test').subject).toBe('Your registration at demo portal is approved');
  expect(await logIn(gatehouse, 'waits@password.test')).toMatchObject({ __typename: 'LogInSuccess' });
  await updatePortal(gatehouse, { autoApprove: false }, admin);
});

test('with a worker and auto-approval the answer is APPROVED, and no mail says it again', async () => {
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  const stopWorker = await gatehouse.startWorker();
  try {
    await signUp(gatehouse, 'auto@password.test');
    await gatehouse.inbox.waitFor('auto@password.test');
    const { passwordToken } = await succeed(
      verifyEmail(gatehouse, await mailedToken(gatehouse, 'auto@password.test')),
      'passwordToken',
    );
    const answer = await setPassword(gatehouse, passwordToken);
    expect(answer).toMatchObject({ __typename: 'SetPasswordSuccess', status: 'APPROVED' });
    expect(await logIn(gatehouse, 'auto@password.test')).toMatchObject({ __typename: 'LogInSuccess' });
    await gatehouse.drain();
    expect(mailsTo(gatehouse, 'auto@password.test')).toHaveLength(1);
  } finally {
    await stopWorker();
    await updatePortal(gatehouse, { autoApprove: false }, admin);
  }
});

test('however evaluation and setPassword race, exactly one of answer and mail says approved', async () => {
  for (let round = 0; round < 20; round++) {
    const email = `either-${round}@password.test`;
    await signUp(gatehouse, email);
    const { passwordToken } = await succeed(verifyEmail(gatehouse, await mailedToken(gatehouse, email)), 'passwordToken');
    // The person waits already, so that the answer comes at once. Then the portal approves those who wait.
    await gatehouse.drain();
    await updatePortal(gatehouse, { autoApprove: true, applyToPending: true }, admin);
    const head = (round % 10) * 3;
    const [{ status }] = await Promise.all([
      succeed(setPassword(gatehouse, passwordToken)),
      setTimeout(head).then(() => gatehouse.drain()),
    ]);
    await gatehouse.drain();
    const told = mailsTo(gatehouse, email).filter(({ subject }) => subject.includes('approved'));
    expect([status, told.length]).toEqual(status === 'APPROVED' ? ['APPROVED', 0] : ['PENDING', 1]);
    expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'LogInSuccess' });
    await updatePortal(gatehouse, { autoApprove: false }, admin);
  }
});

test('however an admin and setPassword race, an approval by an admin is told by mail, once', async () => {
  for (let round = 0; round < 5; round++) {
    const email = `admin-${round}@password.test`;
    const { passwordToken, id } = await verifiedPerson(gatehouse, email);
    await Promise.all([setPassword(gatehouse, passwordToken), decide(gatehouse, 'approve', [id], admin)]);
    await gatehouse.drain();
    const told = mailsTo(gatehouse, email).filter(({ subject }) => subject.includes('approved'));
    expect(told).toHaveLength(1);
    expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'LogInSuccess' });
  }
});
