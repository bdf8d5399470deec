import { beforeEach, expect, test } from 'vitest';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { whoMoved } from '../kit/email-changes.ts';
import { comparable } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { requestEmailChange } from '../kit/own-account.ts';
import { loggedInPerson, mailsTo, PASSWORD, signUp, subjectsTo, whoAmI } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

let count = 0;
let [old, wanted] = ['', ''];
/** Each test has addresses of its own. */
beforeEach(() => {
  count++;
  [old, wanted] = [`old${count}@move.test`, `new${count}@move.test`];
});

const moved = (from = old, to = wanted) => whoMoved(gatehouse, admin, from, to);

test('mails a link to the new address, and changes nothing', async () => {
  const { token, email } = await loggedInPerson(gatehouse, old, admin);
  const before = mailsTo(gatehouse, old).length;
  expect(await requestEmailChange(gatehouse, { token }, wanted.toUpperCase())).toEqual({
    __typename: 'RequestEmailChangeSuccess',
    email: wanted,
  });
  await gatehouse.drain();
  const [mail] = mailsTo(gatehouse, `${wanted.split('@')[0]?.toUpperCase()}@move.test`);
  expect(mail?.subject).toBe('Confirm your new email address for demo portal');
  expect(mail?.text).toContain(`${gatehouse.url}/p/demo/confirm-email?token=`);
  expect(mail?.text).toContain('valid for 24 hours');
  expect(mail?.text).not.toMatch(/Ada|old/);
  expect(mailsTo(gatehouse, old)).toHaveLength(before);
  expect(await whoAmI(gatehouse, { token })).toBe(email);
});

test('R20: asks for the password', async () => {
  const { token } = await loggedInPerson(gatehouse, old, admin);
  const wrong = await requestEmailChange(gatehouse, { token }, wanted, { password: 'not my password at all' });
  expect(wrong).toEqual({ __typename: 'InvalidCredentials', message: 'The password is wrong.' });
  const none = await requestEmailChange(gatehouse, { token }, wanted, { password: '' });
  expect(none).toMatchObject({ __typename: 'InvalidInput', issues: [{ path: ['password'] }] });
  await gatehouse.drain();
  expect(mailsTo(gatehouse, wanted)).toEqual([]);
});

test('does not wait for another request that takes from the allowance of the address', async () => {
  const person = await loggedInPerson(gatehouse, old, admin);
  await requestEmailChange(gatehouse, person, wanted);
  await gatehouse.drain();
  const { answer } = await whileHeld(
    gatehouse.databaseUrl,
    'SELECT FROM mail_bounds FOR UPDATE',
    async () => ({ answer: await requestEmailChange(gatehouse, person, wanted) }),
    async () => undefined,
  );
  expect(answer).toMatchObject({ __typename: 'RequestEmailChangeSuccess' });
});

test('R33: strangers, admins and sessions of another portal may not', async () => {
  await createPortal(gatehouse, 'other', admin);
  const { token } = await loggedInPerson(gatehouse, old, admin);
  const denied = { __typename: 'NotAllowed' };
  expect(await requestEmailChange(gatehouse, {}, wanted)).toMatchObject(denied);
  expect(await requestEmailChange(gatehouse, { token: admin }, wanted)).toMatchObject(denied);
  expect(await requestEmailChange(gatehouse, { token }, wanted, { portal: 'other' })).toMatchObject(denied);
});

test('refuses what is no address, and the address there is', async () => {
  const { token } = await loggedInPerson(gatehouse, old, admin);
  for (const email of ['nobody', `a@b.test, ${wanted}`, old, old.toUpperCase()]) {
    expect(await requestEmailChange(gatehouse, { token }, email)).toMatchObject({ issues: [{ path: ['email'] }] });
  }
});

test('R1: answers the same for a taken, a reserved, an unverified and a free address; the owner of a taken one gets a notice', async () => {
  const [taken, reserved, unverified] = [`taken${count}@move.test`, `reserved${count}@move.test`, `form${count}@move.test`];
  await loggedInPerson(gatehouse, taken, admin);
  await moved(reserved, `elsewhere${count}@move.test`);
  await signUp(gatehouse, unverified);
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
  const { token } = await loggedInPerson(gatehouse, old, admin);
  const answers = [];
  for (const email of [taken, reserved, unverified, wanted]) {
    const document = `mutation { requestEmailChange(input: { portal: "demo", email: "${email}", password: "${PASSWORD}" }) {
      __typename ... on RequestEmailChangeSuccess { email } } }`;
    const answer = await gatehouse.graphql(document, {}, { token });
    answers.push(JSON.stringify(comparable(answer)).replace(email, 'X'));
  }
  expect(new Set(answers).size).toBe(1);
  await gatehouse.drain();
  const confirm = ['Confirm your new email address for demo portal'];
  const notice = ['Your email address was entered at demo portal'];
  expect([taken, reserved, unverified, wanted].map((email) => subjectsTo(gatehouse, email))).toEqual([
    notice,
    notice,
    confirm,
    confirm,
  ]);
  for (const email of [taken, reserved]) expect(mailsTo(gatehouse, email)[0]?.text).not.toContain('token=');
  expect(mailsTo(gatehouse, reserved)[0]?.text).toContain('reserved');
});

test('R3: one developer causes at most three mails to a new address in a minute; mails about account changes are not counted', async () => {
  const { token } = await loggedInPerson(gatehouse, old, admin);
  const other = await loggedInPerson(gatehouse, `second${count}@move.test`, admin);
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, i) => requestEmailChange(gatehouse, i % 2 ? other : { token }, wanted)),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, wanted)).toHaveLength(6);
  expect(await gatehouse.sql('SELECT 1 FROM tokens WHERE email = $1', [wanted])).toHaveLength(6);
});
