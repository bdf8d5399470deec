import { beforeEach, expect, test } from 'vitest';
import { adminLogIn, decide, deleteDevelopers, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import {
  approvedPerson,
  logIn,
  mailedToken,
  NEW_PASSWORD,
  PASSWORD,
  registeredPerson,
  requestPasswordReset,
  resetPassword,
  setPassword,
  signUp,
  verifiedPerson,
  verifyEmail,
} from '../kit/people.ts';

const gatehouse = await startInstallation({ CLIENT_LIMIT: '500/1m' });
const admin = await openDemoPortal(gatehouse);
const [owner] = await gatehouse.sql<{ id: string }>('SELECT id FROM admins WHERE email = $1', [ADMIN.email]);
const [portal] = await gatehouse.sql<{ id: string }>("SELECT id FROM portals WHERE slug = 'demo'");
const seen: string[] = [];

type Line = { time: string; msg: string; requestId?: string; [key: string]: unknown };

/** What was logged since the test began, without what every line has. */
const acts = () =>
  gatehouse.logs
    .map((text): Line => JSON.parse(text))
    .filter(({ msg }) => msg === 'act')
    .map(({ time, msg, level, name, pid, hostname, version, requestId, jobId, ...act }) => {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(requestId ?? jobId).toMatch(/^[\da-f-]{36}$/);
      return act;
    });

const begin = () => {
  seen.push(...gatehouse.logs);
  gatehouse.logs.length = 0;
};
beforeEach(begin);

test('R67: each log-in is a line: who, where, and what came of it', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'logs@acts.test', admin);
  begin();
  await logIn(gatehouse, email);
  await logIn(gatehouse, email, 'not the right password');
  await logIn(gatehouse, 'nobody@acts.test', 'not the right password');
  await adminLogIn(gatehouse);
  await adminLogIn(gatehouse, { password: 'not the right password' });
  expect(acts()).toEqual([
    { act: 'logIn', result: 'Success', portal: 'demo', portalId: portal?.id, developerId: id },
    { act: 'logIn', result: 'InvalidCredentials', portal: 'demo', developerId: id },
    { act: 'logIn', result: 'InvalidCredentials', portal: 'demo' },
    { act: 'adminLogIn', result: 'Success', adminId: owner?.id },
    { act: 'adminLogIn', result: 'InvalidCredentials', adminId: owner?.id },
  ]);
  begin();
  for (let time = 0; time < 11; time++) await logIn(gatehouse, 'throttled@acts.test', 'x');
  expect(acts().at(-1)).toEqual({ act: 'logIn', result: 'TooManyAttempts', portal: 'demo' });
});

test('R67: a log line records the right password of a person who may not log in', async () => {
  const { id, email } = await registeredPerson(gatehouse, 'waits@acts.test');
  begin();
  await logIn(gatehouse, email);
  expect(acts()).toEqual([{ act: 'logIn', result: 'NotApproved', portal: 'demo', developerId: id }]);
});

test('R67: resets and token failures are lines', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'resets@acts.test', admin);
  begin();
  await requestPasswordReset(gatehouse, email);
  const token = await mailedToken(gatehouse, email);
  await resetPassword(gatehouse, token, NEW_PASSWORD);
  await resetPassword(gatehouse, token, NEW_PASSWORD);
  await setPassword(gatehouse, token, NEW_PASSWORD);
  await verifyEmail(gatehouse, token);
  expect(acts()).toEqual([
    { act: 'requestPasswordReset', result: 'Success', portal: 'demo' },
    { act: 'resetPassword', result: 'Success', portal: 'demo', developerId: id },
    { act: 'resetPassword', result: 'InvalidToken' },
    { act: 'setPassword', result: 'InvalidToken' },
    { act: 'verifyEmail', result: 'InvalidToken' },
  ]);
});

test('R67: each decision about each developer is a log line, with the admin who made it', async () => {
  const { id } = await registeredPerson(gatehouse, 'decided@acts.test');
  begin();
  await decide(gatehouse, 'approve', [id, 'not-an-id@acts.test'], admin, { reason: 'A reason.', note: 'A note.' });
  await decide(gatehouse, 'reject', [id], admin);
  await decide(gatehouse, 'revoke', [id], undefined);
  await deleteDevelopers(gatehouse, [id], admin);
  const adminId = owner?.id;
  expect(acts()).toEqual([
    { act: 'approveDevelopers', result: 'Success', portalId: portal?.id, developerId: id, adminId },
    { act: 'approveDevelopers', result: 'NotFound', adminId },
    { act: 'rejectDevelopers', result: 'Conflict', portalId: portal?.id, developerId: id, adminId },
    { act: 'revokeDevelopers', result: 'NotAllowed' },
    { act: 'deleteDevelopers', result: 'Success', portalId: portal?.id, developerId: id, adminId },
  ]);
});

test('R67: an approval by rule is a line of the worker', async () => {
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  begin();
  const { id } = await verifiedPerson(gatehouse, 'by-rule@acts.test');
  await updatePortal(gatehouse, { autoApprove: false }, admin);
  expect(acts()).toContainEqual({ act: 'evaluateApproval', result: 'Success', portalId: portal?.id, developerId: id });
});

test('R67: our own faults are log lines too, and so are client mistakes outside the input', async () => {
  await signUp(gatehouse, 'x@acts.test', { portal: 'secret-place@acts.test' });
  expect(acts()).toEqual([{ act: 'signUp', result: 'NotFound' }]);
  begin();
  await gatehouse.sql('ALTER TABLE throttles RENAME TO away');
  await signUp(gatehouse, 'x@acts.test').catch(() => undefined);
  await gatehouse.sql('ALTER TABLE away RENAME TO throttles');
  expect(acts()).toEqual([{ act: 'signUp', result: 'Unexpected', portal: 'demo' }]);
});

test('R67: a client beyond its limit is a line', async () => {
  await gatehouse.sql('UPDATE throttles SET points = 500');
  await signUp(gatehouse, 'limited@acts.test');
  expect(acts()).toEqual([{ act: 'signUp', result: 'TooManyAttempts', portal: 'demo' }]);
});

test('R8, R67: no address, token, password or link stands in any line', async () => {
  const links = gatehouse.inbox.mails.flatMap(({ text }) => text.match(/https?:\S+/g) ?? []);
  const tokens = links.flatMap((link) => link.match(/[\w-]{43}/g) ?? []);
  expect(tokens.length).toBeGreaterThan(5);
  const log = [...seen, ...gatehouse.logs].join('');
  expect(log).toContain('"act":"logIn"');
  for (const secret of [...links, ...tokens, admin, PASSWORD, NEW_PASSWORD, ADMIN.password]) expect(log).not.toContain(secret);
  expect(log).not.toMatch(/acts\.test|[\w.+-]@[\w-]+\.|127\.0\.0\.1/);
});
