import { expect, test } from 'vitest';
import { createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { findLink } from '../kit/links.ts';
import { succeed } from '../kit/mutate.ts';
import { addTotp, linkFor, ownSecondFactors, personWithTotp, secondFactorsOf, startTotp } from '../kit/own-second-factors.ts';
import { bearer, loggedInPerson, logIn, subjectsTo, whoAmI } from '../kit/people.ts';
import { codeOf, forgetCodes, wrongCodeOf } from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { secondFactor: 'OPTIONAL' }, admin);

test('a code of the app sets it up, gives ten recovery codes once, ends the other sessions, and mails the person', async () => {
  const { id, email, token } = await loggedInPerson(gatehouse, 'ada@totp.test', admin);
  const otherToken = await bearer(gatehouse, email);
  const link = await linkFor(gatehouse, email, token);
  const { challenge, secret, url } = await succeed(startTotp(gatehouse, { token: link }));
  expect(url).toContain(`secret=${secret}`);
  expect(url).toContain('otpauth://totp/demo%20portal');
  const added = await succeed(
    addTotp(gatehouse, { challenge, code: codeOf(secret), name: 'Phone' }, { token }),
    'recoveryCodes',
  );
  expect(added.secondFactor).toMatchObject({ kind: 'TOTP', name: 'Phone' });
  expect(new Set(added.recoveryCodes).size).toBe(10);

  expect(await whoAmI(gatehouse, { token })).toBe(email);
  expect(await whoAmI(gatehouse, { token: otherToken })).toBeNull();
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email).at(-1)).toContain('A second factor was set up');
  expect(await findLink(gatehouse, link)).toMatchObject({ works: false, deadBecause: 'USED' });
  expect(await logIn(gatehouse, email)).toMatchObject({
    __typename: 'SecondFactorRequired',
    methods: ['TOTP', 'RECOVERY_CODE'],
  });

  expect(await ownSecondFactors(gatehouse, { token })).toMatchObject({
    hasSecondFactor: true,
    recoveryCodesLeft: 10,
    secondFactors: [{ name: 'Phone' }],
  });
  expect(await secondFactorsOf(gatehouse, id, admin)).toMatchObject({
    hasSecondFactor: true,
    possibleActs: expect.arrayContaining(['RESET_SECOND_FACTOR']),
  });
});

test('a wrong code sets up nothing, and the fifth one ends the step', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'wrong@totp.test', admin);
  const { challenge, secret } = await succeed(startTotp(gatehouse, { token: await linkFor(gatehouse, email, token) }));
  for (let time = 0; time < 5; time++) {
    expect(await addTotp(gatehouse, { challenge, code: wrongCodeOf(secret) })).toMatchObject({
      __typename: 'InvalidCredentials',
    });
  }
  expect(await addTotp(gatehouse, { challenge, code: codeOf(secret) })).toMatchObject({ __typename: 'InvalidToken' });
  expect(await ownSecondFactors(gatehouse, { token })).toMatchObject({ hasSecondFactor: false });
});

test('two parallel calls set up one factor', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'twice@totp.test', admin);
  const { challenge, secret } = await succeed(startTotp(gatehouse, { token: await linkFor(gatehouse, email, token) }));
  const code = codeOf(secret);
  const answers = await Promise.all([addTotp(gatehouse, { challenge, code }), addTotp(gatehouse, { challenge, code })]);
  expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['AddTotpSuccess', 'InvalidToken']);
});

test('R113, R130: a step belongs to one session and one portal: others get the answer of a step that has ended', async () => {
  const { email, token, secret } = await personWithTotp(gatehouse, 'bound@totp.test', admin);
  const begun = await succeed(startTotp(gatehouse, { proof: { code: codeOf(secret) } }, { token }));
  const input = { challenge: begun.challenge, code: codeOf(begun.secret) };
  const stranger = await loggedInPerson(gatehouse, 'stranger@totp.test', admin);
  await createPortal(gatehouse, 'elsewhere', admin);
  await updatePortal(gatehouse, { portal: 'elsewhere', secondFactor: 'OPTIONAL' }, admin);
  const unknown = await addTotp(gatehouse, { ...input, challenge: 'x'.repeat(43) });
  expect(unknown).toMatchObject({ __typename: 'InvalidToken' });
  expect(await addTotp(gatehouse, input)).toEqual(unknown);
  expect(await addTotp(gatehouse, input, { token: stranger.token })).toEqual(unknown);
  expect(await addTotp(gatehouse, { ...input, portal: 'elsewhere' }, { token })).toEqual(unknown);
  await forgetCodes(gatehouse);
  expect(await addTotp(gatehouse, input, { token })).toMatchObject({ __typename: 'AddTotpSuccess' });
  expect(await whoAmI(gatehouse, { token })).toBe(email);
});
