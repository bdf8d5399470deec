import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import {
  confirmSecondFactor,
  ownSecondFactors,
  personWithTotp,
  removeSecondFactor,
  stepOf,
} from '../kit/own-second-factors.ts';
import { logIn, subjectsTo, whoAmI } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { codeOf, forgetCodes, wrongCodeOf } from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { secondFactor: 'OPTIONAL' }, admin);

test('a proof removes it with the recovery codes, ends the other sessions, and mails the person', async () => {
  const { email, token, secret, factorId } = await personWithTotp(gatehouse, 'ada@remove.test', admin);
  const challenge = await stepOf(gatehouse, email);
  const other = await succeed(confirmSecondFactor(gatehouse, { challenge, code: codeOf(secret) }), 'token');
  await forgetCodes(gatehouse);
  await succeed(removeSecondFactor(gatehouse, factorId, { code: codeOf(secret) }, { token }));
  expect(await whoAmI(gatehouse, { token })).toBe(email);
  expect(await whoAmI(gatehouse, { token: other.token })).toBeNull();
  expect(await ownSecondFactors(gatehouse, { token })).toMatchObject({ hasSecondFactor: false, recoveryCodesLeft: 0 });
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'LogInSuccess' });
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email).at(-1)).toContain('A second factor was removed');
});

test('R114: a session alone removes nothing, and wrong codes of it are counted', async () => {
  const { token, secret, factorId } = await personWithTotp(gatehouse, 'ridden@remove.test', admin);
  const answers: string[] = [];
  for (let guess = 0; guess < 11; guess++) {
    answers.push((await removeSecondFactor(gatehouse, factorId, { code: wrongCodeOf(secret) }, { token })).__typename);
  }
  expect(answers[0]).toBe('InvalidCredentials');
  expect(answers.at(-1)).toBe('TooManyAttempts');
  expect((await ownSecondFactors(gatehouse, { token })).secondFactors).toHaveLength(1);
});

test('nobody removes the factor of another person', async () => {
  const theirs = await personWithTotp(gatehouse, 'theirs@remove.test', admin);
  const { token, recoveryCodes } = await personWithTotp(gatehouse, 'mine@remove.test', admin);
  const proof = { recoveryCode: present(recoveryCodes[0]) };
  expect(await removeSecondFactor(gatehouse, theirs.factorId, proof, { token })).toMatchObject({ __typename: 'NotFound' });
  expect(await removeSecondFactor(gatehouse, 'no id', proof, { token })).toMatchObject({ __typename: 'NotFound' });
  expect(await removeSecondFactor(gatehouse, theirs.factorId, proof, {})).toMatchObject({ __typename: 'NotAllowed' });
  // What was not done used nothing up.
  expect(await ownSecondFactors(gatehouse, { token })).toMatchObject({ recoveryCodesLeft: 10 });
});
