import { expect, test } from 'vitest';
import { createPortal, decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { changePassword } from '../kit/own-account.ts';
import { registration } from '../kit/own-registration.ts';
import { confirmSecondFactor, ownSecondFactors, personWithTotp, stepOf } from '../kit/own-second-factors.ts';
import {
  bearer,
  loggedInPerson,
  logIn,
  mailedToken,
  NEW_PASSWORD,
  PASSWORD,
  requestPasswordReset,
  resetPassword,
  subjectsTo,
  whoAmI,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { adminConfirmSecondFactor, codeOf, forgetCodes, wrongCodeOf } from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { secondFactor: 'OPTIONAL' }, admin);

test('R110, R117: after the right password, a code of the app opens a session, once', async () => {
  const { email, secret } = await personWithTotp(gatehouse, 'ada@confirm.test', admin);
  const challenge = await stepOf(gatehouse, email);
  const { token } = await succeed(confirmSecondFactor(gatehouse, { challenge, code: codeOf(secret) }), 'token');
  expect(await whoAmI(gatehouse, { token })).toBe(email);
  expect(await confirmSecondFactor(gatehouse, { challenge, code: codeOf(secret) })).toMatchObject({
    __typename: 'InvalidToken',
  });
  const again = await stepOf(gatehouse, email);
  expect(await confirmSecondFactor(gatehouse, { challenge: again, code: codeOf(secret) })).toMatchObject({
    __typename: 'InvalidCredentials',
  });
});

test('R111: a recovery code opens a session once, in any spelling, and the person is told', async () => {
  const { email, recoveryCodes } = await personWithTotp(gatehouse, 'recovery@confirm.test', admin);
  const recoveryCode = present(recoveryCodes[0]).toUpperCase().replaceAll('-', ' ');
  const challenge = await stepOf(gatehouse, email);
  const { token } = await succeed(confirmSecondFactor(gatehouse, { challenge, recoveryCode }), 'token');
  expect(await ownSecondFactors(gatehouse, { token })).toMatchObject({ recoveryCodesLeft: 9 });
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email).at(-1)).toContain('A recovery code was used');
  const again = await stepOf(gatehouse, email);
  expect(await confirmSecondFactor(gatehouse, { challenge: again, recoveryCode })).toMatchObject({
    __typename: 'InvalidCredentials',
  });
});

test('a wrong password tells nothing of second factors, and a right one tells the status first', async () => {
  const { id, email } = await personWithTotp(gatehouse, 'status@confirm.test', admin);
  const wrong = await logIn(gatehouse, email, 'not the password at all');
  expect(wrong).toEqual(await logIn(gatehouse, 'nobody@confirm.test', 'not the password at all'));
  await decide(gatehouse, 'revoke', [id], admin);
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'NotApproved', status: 'REVOKED' });
});

test('a revoked person gets no session by the second step, which uses up no recovery code', async () => {
  const { id, email, secret, recoveryCodes } = await personWithTotp(gatehouse, 'revoked@confirm.test', admin);
  const challenge = await stepOf(gatehouse, email);
  await decide(gatehouse, 'revoke', [id], admin);
  const refused = await refusal(confirmSecondFactor(gatehouse, { challenge, code: codeOf(secret) }), 'NotApproved');
  expect(refused.status).toBe('REVOKED');
  expect(await registration(gatehouse, refused.statusToken)).toMatchObject({ status: 'REVOKED', email });
  const [recoveryCode] = recoveryCodes;
  await refusal(confirmSecondFactor(gatehouse, { challenge, recoveryCode }), 'NotApproved');
  await decide(gatehouse, 'reinstate', [id], admin);
  await succeed(confirmSecondFactor(gatehouse, { challenge: await stepOf(gatehouse, email), recoveryCode }));
});

test('R113: the step is over once the password is another one', async () => {
  const { email, secret, token } = await personWithTotp(gatehouse, 'password@confirm.test', admin);
  const challenge = await stepOf(gatehouse, email);
  await succeed(changePassword(gatehouse, { token }, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }));
  expect(await confirmSecondFactor(gatehouse, { challenge, code: codeOf(secret) })).toMatchObject({
    __typename: 'InvalidToken',
  });
});

test('R130: a step of a developer opens nothing for admins or at another portal, with the answer of a step that never was', async () => {
  const { email, secret } = await personWithTotp(gatehouse, 'realm@confirm.test', admin);
  await createPortal(gatehouse, 'elsewhere', admin);
  const challenge = await stepOf(gatehouse, email);
  const code = codeOf(secret);
  const unknown = await confirmSecondFactor(gatehouse, { challenge: 'x'.repeat(43), code });
  expect(unknown).toMatchObject({ __typename: 'InvalidToken' });
  expect(await confirmSecondFactor(gatehouse, { challenge, code, portal: 'elsewhere' })).toEqual(unknown);
  const asAdmin = await adminConfirmSecondFactor(gatehouse, { challenge, code });
  expect(asAdmin).toMatchObject({ __typename: 'InvalidToken' });
  expect(await confirmSecondFactor(gatehouse, { challenge, code })).toMatchObject({ __typename: 'ConfirmSecondFactorSuccess' });
});

test('R112: five wrong codes end the step; ten stop strangers and warn the person once, and a known device still gets in', async () => {
  const { email, secret } = await personWithTotp(gatehouse, 'guessed@confirm.test', admin);
  const known = await succeed(
    confirmSecondFactor(gatehouse, { challenge: await stepOf(gatehouse, email), code: codeOf(secret) }),
    'deviceToken',
  );
  await forgetCodes(gatehouse);
  const answers: string[] = [];
  for (let round = 0; round < 3; round++) {
    const challenge = await stepOf(gatehouse, email);
    for (let guess = 0; guess < 6; guess++) {
      answers.push((await confirmSecondFactor(gatehouse, { challenge, code: wrongCodeOf(secret) })).__typename);
    }
  }
  expect(answers.slice(0, 6)).toEqual([...Array(5).fill('InvalidCredentials'), 'InvalidToken']);
  expect(answers).toContain('TooManyAttempts');
  await gatehouse.drain();
  const warnings = subjectsTo(gatehouse, email).filter((subject) => subject.includes('failed the second factor'));
  expect(warnings).toHaveLength(1);
  const { deviceToken } = known;
  const challenge = await stepOf(gatehouse, email, { deviceToken });
  expect(await confirmSecondFactor(gatehouse, { challenge, code: codeOf(secret), deviceToken })).toMatchObject({
    __typename: 'ConfirmSecondFactorSuccess',
  });
});

test('a portal that switches second factors off keeps them and asks for none; later it asks again', async () => {
  const { email, factorId } = await personWithTotp(gatehouse, 'off@confirm.test', admin);
  await updatePortal(gatehouse, { secondFactor: 'OFF' }, admin);
  const token = await bearer(gatehouse, email);
  expect(await ownSecondFactors(gatehouse, { token })).toMatchObject({ secondFactors: [{ id: factorId }] });
  await updatePortal(gatehouse, { secondFactor: 'OPTIONAL' }, admin);
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'SecondFactorRequired' });
});

test('a password reset leaves the second factors alone', async () => {
  const { email, secret } = await personWithTotp(gatehouse, 'reset@confirm.test', admin);
  await requestPasswordReset(gatehouse, email);
  await succeed(resetPassword(gatehouse, await mailedToken(gatehouse, email), NEW_PASSWORD));
  const step = await logIn(gatehouse, email, NEW_PASSWORD);
  expect(step).toMatchObject({ __typename: 'SecondFactorRequired' });
  if (step.__typename !== 'SecondFactorRequired') return;
  expect(await confirmSecondFactor(gatehouse, { challenge: step.challenge, code: codeOf(secret) })).toMatchObject({
    __typename: 'ConfirmSecondFactorSuccess',
  });
});

test('R110, R111: two parallel uses of one code, and of one recovery code, open one session', async () => {
  const { email, secret, recoveryCodes } = await personWithTotp(gatehouse, 'parallel@confirm.test', admin);
  for (const proof of [{ code: codeOf(secret) }, { recoveryCode: present(recoveryCodes[0]) }]) {
    const challenges = await Promise.all([stepOf(gatehouse, email), stepOf(gatehouse, email)]);
    const answers = await Promise.all(challenges.map((challenge) => confirmSecondFactor(gatehouse, { challenge, ...proof })));
    const kinds = answers.map(({ __typename }) => __typename).toSorted();
    expect(kinds).toEqual(['ConfirmSecondFactorSuccess', 'InvalidCredentials']);
  }
});

test('people without a second factor log in as before', async () => {
  const { email } = await loggedInPerson(gatehouse, 'without@confirm.test', admin);
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'LogInSuccess' });
});
