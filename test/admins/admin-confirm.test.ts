import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { CONFIRMED_MS } from '../../domain/logged-in-admin.ts';
import { addAdmin, adminLogIn, inviteAdmin, openDemoPortal, removeAdmin, updateAdmin, updatePortal } from '../kit/admins.ts';
import { apiToken, createApiToken } from '../kit/api-tokens.ts';
import { setApprovalRules } from '../kit/approval-rules.ts';
import { adminConfirm, adminStartConfirm, updateInstallation, waitElevenMinutes } from '../kit/confirm.ts';
import { connected, createConnection, deleteConnection } from '../kit/connections.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { resetSecondFactor } from '../kit/own-second-factors.ts';
import { present } from '../kit/present.ts';
import { adminWithTotp, codeOf, wrongCodeOf } from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
const { password } = ADMIN;
const idOf = async (email: string) =>
  present((await gatehouse.sql<{ id: string }>('SELECT id FROM admins WHERE email = $1', [email]))[0]).id;

const session = async () => present((await succeed(adminLogIn(gatehouse))).token);

test('R70: after 10 minutes, acts that open doors ask for a confirmation, and others do not', async () => {
  await addAdmin(gatehouse, 'target@confirm.test', 'VIEWER', null);
  const id = await idOf('target@confirm.test');
  const connectionId = await connected(gatehouse, {}, owner);
  const doors = [
    () => inviteAdmin(gatehouse, 'new@confirm.test', [{ role: 'VIEWER' }], owner),
    () => updateAdmin(gatehouse, id, [{ role: 'OWNER' }], owner),
    () => removeAdmin(gatehouse, id, owner),
    () => updatePortal(gatehouse, { autoApprove: true }, owner),
    () => updatePortal(gatehouse, { publicUrl: 'https://pages.confirm.test' }, owner),
    () => updatePortal(gatehouse, { mailFrom: 'hello@confirm.test' }, owner),
    () => updatePortal(gatehouse, { origins: ['https://app.confirm.test'] }, owner),
    () => updatePortal(gatehouse, { ssoCallbacks: ['https://app.confirm.test/callback'] }, owner),
    () => updatePortal(gatehouse, { secondFactor: 'OFF' }, owner),
    () => updatePortal(gatehouse, { passwordLogin: true }, owner),
    () => resetSecondFactor(gatehouse, [randomUUID()], owner),
    () => deleteConnection(gatehouse, connectionId, owner),
    () => setApprovalRules(gatehouse, [{ name: 'Ours', when: { emailDomains: ['ours.test'] }, then: 'APPROVE' }], owner),
    () => updateInstallation(gatehouse, { adminSessionLimit: 9 }, owner),
    () => createConnection(gatehouse, {}, owner),
    () => createApiToken(gatehouse, {}, owner),
  ];
  await waitElevenMinutes(gatehouse);
  for (const open of doors) expect(await open()).toMatchObject({ __typename: 'ConfirmationRequired' });
  await succeed(updatePortal(gatehouse, { autoApprove: false, name: 'Demo' }, owner));
  const [before] = await gatehouse.sql('SELECT count(*)::int AS count FROM admin_invitations');
  expect(before).toEqual({ count: 0 });

  const { confirmedUntil } = await succeed(adminConfirm(gatehouse, { password }, owner));
  expect(Date.parse(confirmedUntil) - Date.now()).toBeLessThanOrEqual(CONFIRMED_MS + 60_000);
  for (const open of doors) expect((await open()).__typename).toMatch(/Success$/);
});

test('an API token is asked for no confirmation', async () => {
  const { token } = await apiToken(gatehouse, await session());
  await waitElevenMinutes(gatehouse);
  await succeed(updatePortal(gatehouse, { autoApprove: true }, token));
  await succeed(createConnection(gatehouse, {}, token));
});

test('R70: a confirmation counts for its session alone, neither for another of the same admin nor for another admin', async () => {
  const other = await session();
  const colleague = await addAdmin(gatehouse, 'colleague@confirm.test', 'OWNER', null);
  await waitElevenMinutes(gatehouse);
  await succeed(adminConfirm(gatehouse, { password }, owner));
  await succeed(updateInstallation(gatehouse, {}, owner));
  for (const token of [other, colleague]) await refusal(updateInstallation(gatehouse, {}, token), 'ConfirmationRequired');
});

test('R70: a wrong password confirms nothing, and ten of them stop this session alone', async () => {
  const stolen = await session();
  const other = await session();
  await waitElevenMinutes(gatehouse);
  for (let guess = 1; guess < 10; guess++) {
    await refusal(adminConfirm(gatehouse, { password: `${password}${guess}` }, stolen), 'InvalidCredentials');
  }
  await refusal(adminConfirm(gatehouse, { password: 'wrong' }, stolen), 'TooManyAttempts');
  await refusal(adminConfirm(gatehouse, { password }, stolen), 'TooManyAttempts');
  await refusal(updateInstallation(gatehouse, {}, stolen), 'ConfirmationRequired');
  await succeed(adminConfirm(gatehouse, { password }, other));
});

test('R70: an admin with a second factor confirms by a proof of it alone: each code counts once, and the password for nothing', async () => {
  const { token, secret, recoveryCodes } = await adminWithTotp(gatehouse, 'factor@confirm.test', 'OWNER');
  await waitElevenMinutes(gatehouse);
  const { issues } = await refusal(adminConfirm(gatehouse, { password }, token), 'InvalidInput');
  expect(issues).toEqual([expect.objectContaining({ path: ['proof'], code: 'REQUIRED' })]);
  await refusal(adminConfirm(gatehouse, { proof: { code: wrongCodeOf(secret) } }, token), 'InvalidCredentials');
  await refusal(updateInstallation(gatehouse, {}, token), 'ConfirmationRequired');
  const code = codeOf(secret);
  await succeed(adminConfirm(gatehouse, { proof: { code } }, token));
  await succeed(updateInstallation(gatehouse, {}, token));
  await waitElevenMinutes(gatehouse);
  await refusal(adminConfirm(gatehouse, { proof: { code } }, token), 'InvalidCredentials');
  const [recoveryCode] = recoveryCodes;
  const both = await Promise.all([1, 2].map(() => adminConfirm(gatehouse, { proof: { recoveryCode } }, token)));
  expect(both.map(({ __typename }) => __typename).toSorted()).toEqual(['AdminConfirmSuccess', 'InvalidCredentials']);
});

test('R70: a proof of one admin confirms no session of another', async () => {
  const ada = await adminWithTotp(gatehouse, 'ada@confirm.test', 'OWNER');
  const bob = await adminWithTotp(gatehouse, 'bob@confirm.test', 'OWNER');
  await waitElevenMinutes(gatehouse);
  for (const proof of [{ code: codeOf(ada.secret) }, { recoveryCode: ada.recoveryCodes[0] }]) {
    await refusal(adminConfirm(gatehouse, { proof }, bob.token), 'InvalidCredentials');
  }
  await refusal(updateInstallation(gatehouse, {}, bob.token), 'ConfirmationRequired');
  await succeed(adminConfirm(gatehouse, { proof: { code: codeOf(ada.secret) } }, ada.token));
});

test('without a password, the field is named; nobody who is not logged in confirms anything', async () => {
  const { issues } = await refusal(adminConfirm(gatehouse, {}, await session()), 'InvalidInput');
  expect(issues).toEqual([expect.objectContaining({ path: ['password'], code: 'REQUIRED' })]);
  await refusal(adminConfirm(gatehouse, { password }, undefined), 'NotAllowed');
  await refusal(adminStartConfirm(gatehouse, undefined), 'NotAllowed');
});

test('a confirmation is an event of the admin with the id of the session', async () => {
  await succeed(adminConfirm(gatehouse, { password }, await session()));
  const [event] = await gatehouse.sql(
    "SELECT actor_kind, actor_name, data FROM events WHERE type = 'session.confirmed' ORDER BY at DESC, id DESC LIMIT 1",
  );
  expect(event).toMatchObject({ actor_kind: 'ADMIN', actor_name: ADMIN.email, data: { sessionId: expect.any(String) } });
});
