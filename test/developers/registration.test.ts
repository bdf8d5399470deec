import { expect, test } from 'vitest';
import { STATUS_TOKEN_MS, statusTokenOf as sealed } from '../../domain/developers/status-token.ts';
import { unseal } from '../../domain/tokens/seal.ts';
import { decide, openDemoPortal, setAnswers, setSignUpFields, undoDecisions, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { registration, statusTokenOf, withdrawRegistration } from '../kit/own-registration.ts';
import {
  approvedPerson,
  bearer,
  DEAD_LINK,
  logIn,
  mailedToken,
  NEW_PASSWORD,
  registeredPerson,
  requestPasswordReset,
  resetPassword,
  statusOf,
  whoAmI,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

test('R27: who waits sees the own registration by the right password, and has no session', async () => {
  const { id, email } = await registeredPerson(gatehouse, 'ada@status.test');
  await setSignUpFields(
    gatehouse,
    [
      { key: 'company', label: 'Company', kind: 'TEXT', editableBy: 'ADMINS' },
      { key: 'risk', label: 'Risk', kind: 'TEXT', visibleTo: 'ADMINS', editableBy: 'ADMINS' },
    ],
    admin,
  );
  const answers = [
    { field: 'company', value: 'Navy' },
    { field: 'risk', value: 'high' },
  ];
  await setAnswers(gatehouse, id, answers, admin);
  const token = await statusTokenOf(gatehouse, email);
  expect(await registration(gatehouse, token)).toEqual({
    portal: { slug: 'demo' },
    status: 'PENDING',
    email,
    fullName: 'Ada Lovelace',
    answers: [{ field: 'company', value: 'Navy' }],
    editableFields: [],
    waitingSince: expect.any(String),
    decidedAt: null,
    reason: null,
  });
  expect(await whoAmI(gatehouse, { token })).toBeNull();
  expect(await gatehouse.sql('SELECT FROM sessions WHERE developer_id = $1', [id])).toEqual([]);
  expect(await logIn(gatehouse, email, 'not the password at all')).toMatchObject({ __typename: 'InvalidCredentials' });
});

test('who is rejected sees the reason, and then nobody can undo the decision', async () => {
  await updatePortal(gatehouse, { undoWindow: 300 }, admin);
  const { id, email } = await registeredPerson(gatehouse, 'rejected@status.test');
  const token = await statusTokenOf(gatehouse, email);
  await decide(gatehouse, 'reject', [id], admin, { reason: 'We know no such company.' });
  expect(await registration(gatehouse, token)).toMatchObject({
    status: 'REJECTED',
    reason: 'We know no such company.',
    decidedAt: expect.any(String),
    waitingSince: null,
  });
  const [decision] = await gatehouse.sql<{ id: string }>('SELECT id FROM decisions WHERE developer_id = $1', [id]);
  await undoDecisions(gatehouse, [present(decision).id], admin);
  expect(await statusOf(gatehouse, email)).toBe('REJECTED');
  await updatePortal(gatehouse, { undoWindow: 0 }, admin);
});

test('after the approval it says no more than that', async () => {
  const { id, email } = await registeredPerson(gatehouse, 'approved@status.test');
  const token = await statusTokenOf(gatehouse, email);
  await decide(gatehouse, 'approve', [id], admin);
  expect(await registration(gatehouse, token)).toMatchObject({ status: 'APPROVED', email: null, fullName: null, answers: [] });
});

test('tokens for something else, old ones, and one from before another password show nothing and withdraw nothing', async () => {
  const person = await registeredPerson(gatehouse, 'attack@status.test');
  const { id, email } = person;
  const token = await statusTokenOf(gatehouse, email);
  const [row] = await gatehouse.sql<{ password_hash: string }>('SELECT password_hash FROM developers WHERE id = $1', [id]);
  const old = sealed(gatehouse.app, { id, email, passwordHash: present(row).password_hash }, new Date(Date.now() - 60_000));
  const guessed = sealed(gatehouse.app, { id, email, passwordHash: 'another' }, new Date(Date.now() + 60_000));
  await approvedPerson(gatehouse, 'session@status.test', admin);
  const session = await bearer(gatehouse, 'session@status.test');
  const others = [
    person.passwordToken,
    person.verificationToken,
    session,
    admin,
    old,
    guessed,
    `${token.slice(0, -4)}AAAA`,
    '',
    'x',
  ];
  for (const other of others) {
    expect([other, await registration(gatehouse, other)]).toEqual([other, null]);
    expect(await withdrawRegistration(gatehouse, other)).toMatchObject(DEAD_LINK);
  }
  await requestPasswordReset(gatehouse, email);
  await succeed(resetPassword(gatehouse, await mailedToken(gatehouse, email), NEW_PASSWORD));
  expect(await registration(gatehouse, token)).toBeNull();
  expect(await withdrawRegistration(gatehouse, token)).toMatchObject(DEAD_LINK);
  expect(await statusOf(gatehouse, email)).toBe('PENDING');
});

test('a token works for 30 minutes, and names no secret', async () => {
  const { id, email } = await registeredPerson(gatehouse, 'time@status.test');
  const token = await statusTokenOf(gatehouse, email);
  const { text } = present(unseal(gatehouse.app.keys, 'status of a registration', Buffer.from(token, 'base64url')));
  const { until, ...rest } = JSON.parse(text);
  expect(Math.abs(Date.parse(until) - Date.now() - STATUS_TOKEN_MS)).toBeLessThan(20_000);
  expect(rest).toEqual({ developerId: id, proved: expect.stringMatching(/^[\w-]{43}$/) });
});
