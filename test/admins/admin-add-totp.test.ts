import { expect, test } from 'vitest';
import { MOST_SECOND_FACTORS } from '../../domain/second-factors/add-factor.ts';
import { MOST_CHALLENGE_TRIES } from '../../domain/second-factors/challenges.ts';
import { addAdmin, adminBearer, adminId, openDemoPortal, whichAdminAmI } from '../kit/admins.ts';
import { rowsAtRest, spellings } from '../kit/at-rest.ts';
import { startInstallation } from '../kit/installation.ts';
import { stateOf } from '../kit/links.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { DEAD_LINK, mailedToken, mailsTo, subjectsTo } from '../kit/people.ts';
import {
  adminAddTotp,
  adminConfirmSecondFactor,
  adminRequestSecondFactor,
  adminSecondFactors,
  adminStartTotp,
  adminWithTotp,
  challengeFor,
  codeOf,
  forgetCodes,
  wrongCodeOf,
} from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);

/** Begins with the link that is emailed to a new admin. */
async function begun(email: string) {
  const token = await addAdmin(gatehouse, email, 'VIEWER', null);
  await succeed(adminRequestSecondFactor(gatehouse, { token }));
  const link = await mailedToken(gatehouse, email);
  return { token, link, ...(await succeed(adminStartTotp(gatehouse, { token: link }))) };
}

test('the first app brings ten recovery codes, ends the other sessions and the link, and is told by email', async () => {
  const email = 'first@factors.test';
  const { token, link, challenge, secret } = await begun(email);
  const other = await adminBearer(gatehouse, email);
  const code = codeOf(secret);
  const { secondFactor, recoveryCodes } = await succeed(
    adminAddTotp(gatehouse, { challenge, code, name: ' Work phone ' }, { token }),
    'recoveryCodes',
  );
  expect(secondFactor).toMatchObject({ kind: 'TOTP', name: 'Work phone' });
  expect(new Set(recoveryCodes).size).toBe(10);
  for (const code of recoveryCodes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
  expect(await whichAdminAmI(gatehouse, { token })).toBe(email);
  expect(await whichAdminAmI(gatehouse, { token: other })).toBeNull();
  expect(await stateOf(gatehouse, link)).toMatchObject({ deadBecause: 'USED' });
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email)).toContain('A second factor was set up: Gatehouse');
  expect(await adminSecondFactors(gatehouse, { token })).toMatchObject({
    hasSecondFactor: true,
    recoveryCodesLeft: 10,
    secondFactors: [{ kind: 'TOTP', name: 'Work phone' }],
  });
  // The code that set it up is used.
  const step = { challenge: await challengeFor(gatehouse, email), code };
  await refusal(adminConfirmSecondFactor(gatehouse, step), 'InvalidCredentials');
});

test('R9: of two that a link began, one is set up', async () => {
  const { link, challenge, secret } = await begun('twice@factors.test');
  const second = await succeed(adminStartTotp(gatehouse, { token: link }));
  const answers = await Promise.all([
    adminAddTotp(gatehouse, { challenge, code: codeOf(secret) }),
    adminAddTotp(gatehouse, { challenge: second.challenge, code: codeOf(second.secret) }),
  ]);
  expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['AdminAddTotpSuccess', 'InvalidToken']);
});

test('a wrong code sets up nothing, and five end the step', async () => {
  const { token, challenge, secret } = await begun('wrong@factors.test');
  for (let tries = 0; tries < MOST_CHALLENGE_TRIES; tries++) {
    await refusal(adminAddTotp(gatehouse, { challenge, code: wrongCodeOf(secret) }), 'InvalidCredentials');
  }
  expect(await adminAddTotp(gatehouse, { challenge, code: codeOf(secret) })).toMatchObject(DEAD_LINK);
  expect(await adminSecondFactors(gatehouse, { token })).toMatchObject({ hasSecondFactor: false, secondFactors: [] });
});

test('R113: another factor is set up in the session that began it, and in no other', async () => {
  const email = 'further@factors.test';
  const { token, secret } = await adminWithTotp(gatehouse, email);
  const started = await succeed(adminStartTotp(gatehouse, { proof: { code: codeOf(secret) } }, { token }));
  await forgetCodes(gatehouse);
  const elsewhere = await succeed(
    adminConfirmSecondFactor(gatehouse, { challenge: await challengeFor(gatehouse, email), code: codeOf(secret) }),
    'token',
  );
  const stranger = await addAdmin(gatehouse, 'stranger@factors.test', 'OWNER', null);
  const input = { challenge: started.challenge, code: codeOf(started.secret), name: 'Tablet' };
  for (const options of [{}, { token: elsewhere.token }, { token: stranger }]) {
    expect(await adminAddTotp(gatehouse, input, options)).toMatchObject(DEAD_LINK);
  }
  const added = await succeed(adminAddTotp(gatehouse, input, { token }));
  expect(added.recoveryCodes).toBeNull();
  expect(await whichAdminAmI(gatehouse, { token: elsewhere.token })).toBeNull();
  // Each of the two logs in.
  await forgetCodes(gatehouse);
  for (const one of [secret, started.secret]) {
    await succeed(adminConfirmSecondFactor(gatehouse, { challenge: await challengeFor(gatehouse, email), code: codeOf(one) }));
  }
});

test('there are at most ten', async () => {
  const email = 'many@factors.test';
  const { token, secret } = await adminWithTotp(gatehouse, email);
  await gatehouse.sql(
    `INSERT INTO second_factors (id, admin_id, kind, name, sealed_secret)
     SELECT gen_random_uuid(), $1, 'TOTP', 'App ' || n, '\\x00' FROM generate_series(2, $2) AS n`,
    [await adminId(gatehouse, email), MOST_SECOND_FACTORS],
  );
  const started = await succeed(adminStartTotp(gatehouse, { proof: { code: codeOf(secret) } }, { token }));
  const refused = await refusal(
    adminAddTotp(gatehouse, { challenge: started.challenge, code: codeOf(started.secret) }, { token }),
    'InvalidInput',
  );
  expect(refused.issues).toMatchObject([{ path: ['name'], code: 'TOO_MANY' }]);
});

test('R115: secret and recovery codes are in no log, in no email, and unreadable in the database', async () => {
  const email = 'secret@factors.test';
  const { secret, recoveryCodes } = await adminWithTotp(gatehouse, email);
  await gatehouse.drain();
  const rows = await rowsAtRest(gatehouse);
  const mails = mailsTo(gatehouse, email)
    .map(({ subject, text, html }) => subject + text + html)
    .join('\n');
  const logs = gatehouse.logs.join('\n');
  for (const code of [secret, ...recoveryCodes, ...recoveryCodes.map((one) => one.replaceAll('-', ''))]) {
    for (const spelling of spellings(code)) {
      for (const place of [rows, mails, logs]) expect(place.includes(spelling)).toBe(false);
    }
  }
});
