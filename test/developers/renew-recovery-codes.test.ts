import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { confirmSecondFactor, personWithTotp, renewRecoveryCodes, stepOf } from '../kit/own-second-factors.ts';
import { subjectsTo } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { codeOf, wrongCodeOf } from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { secondFactor: 'OPTIONAL' }, admin);

test('a proof replaces all ten codes, and mails the person', async () => {
  const { email, token, secret, recoveryCodes } = await personWithTotp(gatehouse, 'ada@renew.test', admin);
  const renewed = await succeed(renewRecoveryCodes(gatehouse, { code: codeOf(secret) }, { token }));
  expect(new Set([...renewed.recoveryCodes, ...recoveryCodes]).size).toBe(20);
  const challenge = await stepOf(gatehouse, email);
  expect(await confirmSecondFactor(gatehouse, { challenge, recoveryCode: present(recoveryCodes[0]) })).toMatchObject({
    __typename: 'InvalidCredentials',
  });
  expect(await confirmSecondFactor(gatehouse, { challenge, recoveryCode: present(renewed.recoveryCodes[0]) })).toMatchObject({
    __typename: 'ConfirmSecondFactorSuccess',
  });
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email)).toContainEqual(expect.stringContaining('Your recovery codes were replaced'));
});

test('a recovery code proves it too, once, and the person is told', async () => {
  const { email, token, recoveryCodes } = await personWithTotp(gatehouse, 'code@renew.test', admin);
  const proof = { recoveryCode: present(recoveryCodes[0]) };
  await succeed(renewRecoveryCodes(gatehouse, proof, { token }));
  expect(await renewRecoveryCodes(gatehouse, proof, { token })).toMatchObject({ __typename: 'InvalidCredentials' });
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email)).toContainEqual(expect.stringContaining('A recovery code was used'));
});

test('R114: a session alone gets no codes', async () => {
  const { token, secret } = await personWithTotp(gatehouse, 'ridden@renew.test', admin);
  for (const proof of [{ code: wrongCodeOf(secret) }, { recoveryCode: 'xxxx' }]) {
    expect(await renewRecoveryCodes(gatehouse, proof, { token })).toMatchObject({ __typename: 'InvalidCredentials' });
  }
  for (const proof of [{}, { code: '1', recoveryCode: '2' }]) {
    expect(await renewRecoveryCodes(gatehouse, proof, { token })).toMatchObject({ __typename: 'InvalidInput' });
  }
  expect(await renewRecoveryCodes(gatehouse, { code: codeOf(secret) }, {})).toMatchObject({ __typename: 'NotAllowed' });
});
