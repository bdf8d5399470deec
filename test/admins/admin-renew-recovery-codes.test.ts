import { expect, test } from 'vitest';
import { addAdmin, openDemoPortal, whichAdminAmI } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { subjectsTo } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import {
  adminConfirmSecondFactor,
  adminRenewRecoveryCodes,
  adminWithTotp,
  challengeFor,
  codeOf,
  forgetCodes,
  wrongCodeOf,
} from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);

test('new codes replace the old ones, end the other sessions, and are told by email', async () => {
  const email = 'renews@factors.test';
  const { token, secret, recoveryCodes: old } = await adminWithTotp(gatehouse, email);
  const challenge = await challengeFor(gatehouse, email);
  const other = await succeed(adminConfirmSecondFactor(gatehouse, { challenge, code: codeOf(secret) }), 'token');
  await forgetCodes(gatehouse);
  const { recoveryCodes } = await succeed(adminRenewRecoveryCodes(gatehouse, { code: codeOf(secret) }, { token }));
  expect(new Set([...old, ...recoveryCodes]).size).toBe(20);
  expect(await whichAdminAmI(gatehouse, { token: other.token })).toBeNull();
  const use = async (recoveryCode: string | undefined) => {
    const step = await challengeFor(gatehouse, email);
    return (await adminConfirmSecondFactor(gatehouse, { challenge: step, recoveryCode: present(recoveryCode) })).__typename;
  };
  expect([await use(old[0]), await use(recoveryCodes[0])]).toEqual(['InvalidCredentials', 'AdminConfirmSecondFactorSuccess']);
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email)).toContain('Your recovery codes were replaced: Gatehouse');
});

test('R111: a recovery code that proves a change is told by email too', async () => {
  const { email, token, recoveryCodes } = await adminWithTotp(gatehouse, 'told@factors.test');
  await succeed(adminRenewRecoveryCodes(gatehouse, { recoveryCode: present(recoveryCodes[0]) }, { token }));
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email)).toContain('A recovery code was used: Gatehouse');
});

test('R114: a session alone gets no codes', async () => {
  const { token, secret } = await adminWithTotp(gatehouse, 'ridden@factors.test');
  await refusal(adminRenewRecoveryCodes(gatehouse, { code: wrongCodeOf(secret) }, { token }), 'InvalidCredentials');
  await refusal(adminRenewRecoveryCodes(gatehouse, {}, { token }), 'InvalidInput');
  await refusal(adminRenewRecoveryCodes(gatehouse, { code: codeOf(secret) }, {}), 'NotAllowed');
  const without = await addAdmin(gatehouse, 'without@factors.test', 'VIEWER', null);
  await refusal(adminRenewRecoveryCodes(gatehouse, { code: '123456' }, { token: without }), 'InvalidCredentials');
});
