import { expect, test } from 'vitest';
import { MOST_FAILURES } from '../../domain/throttles/failures.ts';
import { addAdmin, adminLogIn, openDemoPortal, whichAdminAmI } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { endLink, findLink, stateOf } from '../kit/links.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { lastMailTo, mailedToken, mailsTo } from '../kit/people.ts';
import { adminAddTotp, adminRequestSecondFactor, adminStartTotp, adminWithTotp, codeOf } from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);

const newAdmin = (email: string) => addAdmin(gatehouse, email, 'VIEWER', null);

test('the password brings an email with a link to the page that sets up a second factor', async () => {
  const token = await newAdmin('asks@factors.test');
  expect(await succeed(adminRequestSecondFactor(gatehouse, { token }))).toMatchObject({ email: 'asks@factors.test' });
  const secret = await mailedToken(gatehouse, 'asks@factors.test');
  const mail = lastMailTo(gatehouse, 'asks@factors.test');
  expect(mail.subject).toBe('Set up a second factor for Gatehouse');
  expect(mail.text).toContain('/admin/second-factor?token=');
  expect(mail.text).toContain('30 minutes');
  expect(mail.text).not.toContain('need one to log in');
  const link = await findLink(gatehouse, secret);
  expect(link).toMatchObject({ kind: 'ADMIN_SECOND_FACTOR', works: true, email: 'asks@factors.test' });
});

test('R114: a session without the password brings nothing, and guessing it ends', async () => {
  const email = 'ridden@factors.test';
  const token = await newAdmin(email);
  for (let tries = 0; tries < MOST_FAILURES; tries++) {
    const answer = await adminRequestSecondFactor(gatehouse, { token }, 'not the right password');
    expect(answer).toMatchObject({ __typename: 'InvalidCredentials' });
  }
  await refusal(adminRequestSecondFactor(gatehouse, { token }, 'not the right password'), 'TooManyAttempts');
  await refusal(adminRequestSecondFactor(gatehouse, { token }), 'TooManyAttempts');
  await refusal(adminRequestSecondFactor(gatehouse, {}), 'NotAllowed');
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email)).toEqual([]);
  // And a session alone does not begin.
  expect(await adminStartTotp(gatehouse, {}, { token })).toMatchObject({ __typename: 'NotAllowed' });
  expect(await adminStartTotp(gatehouse, { proof: { code: '123456' } }, { token })).toMatchObject({ __typename: 'NotAllowed' });
});

test('an admin with a second factor gets no link', async () => {
  const { token } = await adminWithTotp(gatehouse, 'has@factors.test');
  expect(await adminRequestSecondFactor(gatehouse, { token })).toMatchObject({ __typename: 'NotAllowed' });
});

test('R3: three emails in a minute, and the same answer to the fourth', async () => {
  const email = 'often@factors.test';
  const token = await newAdmin(email);
  const answers = [];
  for (let times = 0; times < 4; times++) answers.push(await adminRequestSecondFactor(gatehouse, { token }));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email)).toHaveLength(3);
});

test('the reader who did not ask ends the link, and what was begun with it', async () => {
  const email = 'not-me@factors.test';
  const token = await newAdmin(email);
  await succeed(adminRequestSecondFactor(gatehouse, { token }));
  const link = await mailedToken(gatehouse, email);
  const { challenge, secret } = await succeed(adminStartTotp(gatehouse, { token: link }));
  await succeed(endLink(gatehouse, link));
  expect(await adminStartTotp(gatehouse, { token: link })).toMatchObject({ __typename: 'InvalidToken' });
  expect(await adminAddTotp(gatehouse, { challenge, code: codeOf(secret) })).toMatchObject({ __typename: 'InvalidToken' });
  expect(await stateOf(gatehouse, link)).toMatchObject({ deadBecause: 'ENDED' });
});

test('where a second factor is required, the right password brings the link and no session', async () => {
  const email = 'must@factors.test';
  const token = await newAdmin(email);
  await gatehouse.sql('UPDATE installation SET require_second_factor = true');
  try {
    const answer = await adminLogIn(gatehouse, { email });
    expect(answer).toMatchObject({ __typename: 'SecondFactorMissing' });
    expect(await adminLogIn(gatehouse, { email, password: 'not the right password' })).toMatchObject({
      __typename: 'InvalidCredentials',
    });
    const link = await mailedToken(gatehouse, email);
    expect(lastMailTo(gatehouse, email).text).toContain('Admins need one to log in here.');
    const { challenge, secret } = await succeed(adminStartTotp(gatehouse, { token: link }));
    await succeed(adminAddTotp(gatehouse, { challenge, code: codeOf(secret) }));
    expect(await adminLogIn(gatehouse, { email })).toMatchObject({ __typename: 'SecondFactorRequired' });
    // Setting it up has ended the session that there was.
    expect(await whichAdminAmI(gatehouse, { token })).toBeNull();
  } finally {
    await gatehouse.sql('UPDATE installation SET require_second_factor = false');
  }
});

test('R119: where a second factor is required, many log-ins bring few emails', async () => {
  const email = 'flood@factors.test';
  await newAdmin(email);
  await gatehouse.sql('UPDATE installation SET require_second_factor = true');
  try {
    for (let times = 0; times < 6; times++) {
      expect(await adminLogIn(gatehouse, { email, password: ADMIN.password })).toMatchObject({
        __typename: 'SecondFactorMissing',
      });
    }
  } finally {
    await gatehouse.sql('UPDATE installation SET require_second_factor = false');
  }
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email)).toHaveLength(3);
  const sessions = await gatehouse.sql('SELECT 1 FROM admin_sessions JOIN admins ON admins.id = admin_id WHERE email = $1', [
    email,
  ]);
  // That of `newAdmin`, from before.
  expect(sessions).toHaveLength(1);
});
