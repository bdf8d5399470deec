import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { adminBearer, adminLogIn, openDemoPortal, whichAdminAmI } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { subjectsTo } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import {
  adminConfirmSecondFactor,
  adminRemoveSecondFactor,
  adminSecondFactors,
  adminWithTotp,
  challengeFor,
  codeOf,
  forgetCodes,
  wrongCodeOf,
} from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);

test('the last factor goes with the recovery codes; other sessions end, and the admin is told', async () => {
  const email = 'removes@factors.test';
  const { token, secret, factorId } = await adminWithTotp(gatehouse, email);
  const challenge = await challengeFor(gatehouse, email);
  const other = await succeed(adminConfirmSecondFactor(gatehouse, { challenge, code: codeOf(secret) }), 'token');
  await forgetCodes(gatehouse);
  await succeed(adminRemoveSecondFactor(gatehouse, factorId, { code: codeOf(secret) }, { token }));
  expect(await adminSecondFactors(gatehouse, { token })).toEqual({
    hasSecondFactor: false,
    recoveryCodesLeft: 0,
    secondFactors: [],
  });
  expect(await whichAdminAmI(gatehouse, { token: other.token })).toBeNull();
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email)).toContain('A second factor was removed: Gatehouse');
  expect(await adminBearer(gatehouse, email)).toHaveLength(43);
});

test('R114: a session alone removes nothing, nor does a wrong proof or that of another admin', async () => {
  const { token, factorId, secret } = await adminWithTotp(gatehouse, 'keeps@factors.test');
  const other = await adminWithTotp(gatehouse, 'other@factors.test');
  const proofs = [
    { code: wrongCodeOf(secret) },
    { code: codeOf(other.secret) },
    { recoveryCode: other.recoveryCodes[0] ?? '' },
  ];
  for (const proof of proofs) {
    await refusal(adminRemoveSecondFactor(gatehouse, factorId, proof, { token }), 'InvalidCredentials');
  }
  await refusal(adminRemoveSecondFactor(gatehouse, factorId, {}, { token }), 'InvalidInput');
  await refusal(adminRemoveSecondFactor(gatehouse, factorId, { code: codeOf(secret) }, {}), 'NotAllowed');
  // Of another admin, and of nobody. The proof is not used up.
  const proof = { code: codeOf(secret) };
  await refusal(adminRemoveSecondFactor(gatehouse, other.factorId, proof, { token }), 'NotFound');
  await refusal(adminRemoveSecondFactor(gatehouse, randomUUID(), proof, { token }), 'NotFound');
  expect(await adminSecondFactors(gatehouse, { token })).toMatchObject({ hasSecondFactor: true });
  expect(await adminLogIn(gatehouse, { email: other.email })).toMatchObject({ __typename: 'SecondFactorRequired' });
});

test('a recovery code removes the factor that was lost', async () => {
  const { token, factorId, recoveryCodes } = await adminWithTotp(gatehouse, 'lost@factors.test');
  await succeed(adminRemoveSecondFactor(gatehouse, factorId, { recoveryCode: present(recoveryCodes[0]) }, { token }));
});

test('R119: where a second factor is required, nobody removes the last one', async () => {
  const { token, secret, factorId } = await adminWithTotp(gatehouse, 'required@factors.test');
  await gatehouse.sql('UPDATE installation SET require_second_factor = true');
  try {
    const refused = await refusal(
      adminRemoveSecondFactor(gatehouse, factorId, { code: codeOf(secret) }, { token }),
      'NotAllowed',
    );
    expect(refused.message).toContain('Set up another one');
  } finally {
    await gatehouse.sql('UPDATE installation SET require_second_factor = false');
  }
});
