import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { remindUnverified } from '../../domain/developers/remind-unverified.ts';
import { removeUnverified } from '../../domain/developers/remove-unverified.ts';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { confirmEmailChange, requestEmailChange } from '../kit/own-account.ts';
import {
  loggedInPerson,
  mailedToken,
  mailsTo,
  requestPasswordReset,
  resendVerification,
  signUp,
  tokenIn,
  verifiedPerson,
  verifyEmail,
} from '../kit/people.ts';

const gatehouse = await startInstallation();
const withoutReminders = await startInstallation({ UNVERIFIED_REMINDER: 'off' }, gatehouse);
const admin = await openDemoPortal(gatehouse);

const REMINDER = 'Reminder: verify your email address for demo portal';

beforeEach(async () => {
  await gatehouse.drain();
  await gatehouse.sql('DELETE FROM developers');
  await gatehouse.sql('DELETE FROM mail_bounds');
  gatehouse.inbox.mails.length = 0;
});

/** Lets time pass for all registrations and links, once what was asked for is answered, and the sweep clear up as it does meanwhile. */
async function pass(time: string): Promise<void> {
  await gatehouse.drain();
  await gatehouse.sql(
    `UPDATE developers SET asked_at = asked_at - interval '${time}', reminded_at = reminded_at - interval '${time}'`,
  );
  await gatehouse.sql(`UPDATE tokens SET expires_at = expires_at - interval '${time}'`);
  await gatehouse.sql(
    `UPDATE mail_bounds SET sent_at = (SELECT array_agg(at - interval '${time}') FROM unnest(sent_at) AS at)`,
  );
  await gatehouse.purge();
}

const registrations = async () =>
  (await gatehouse.sql<{ email: string }>('SELECT email FROM developers ORDER BY email')).map(({ email }) => email);

async function remindersTo(email: string) {
  await gatehouse.drain();
  return mailsTo(gatehouse, email).filter(({ subject }) => subject === REMINDER);
}

/** Someone who signed up and was reminded three days later. @returns the token of the reminder */
async function remindedPerson(email: string): Promise<string> {
  await signUp(gatehouse, email);
  await pass('3 days 1 minute');
  await remindUnverified(gatehouse.app);
  return await mailedToken(gatehouse, email);
}

test('a person who never verifies is reminded once, after three days, also when two sweeps run at once', async () => {
  await signUp(gatehouse, 'ada@never.test');
  await pass('2 days 23 hours');
  expect(await remindUnverified(gatehouse.app)).toBe(0);
  await pass('2 hours');
  const counts = await Promise.all(Array.from({ length: 4 }, () => remindUnverified(gatehouse.app)));
  expect(counts.toSorted()).toEqual([0, 0, 0, 1]);
  expect(await remindersTo('ada@never.test')).toHaveLength(1);
  await signUp(gatehouse, 'ada@never.test');
  await pass('4 days');
  expect(await remindUnverified(gatehouse.app)).toBe(0);
  expect(await remindersTo('ada@never.test')).toHaveLength(1);
});

test('two workers that start remind once and remove, without being told', async () => {
  await signUp(gatehouse, 'late@never.test');
  await pass('15 days');
  await signUp(gatehouse, 'ada@never.test');
  await pass('4 days');
  const stops = await Promise.all([gatehouse.startWorker(), gatehouse.startWorker()]);
  while ((await registrations()).length > 1) await setTimeout(10);
  await Promise.all(stops.map((stop) => stop()));
  expect(await registrations()).toEqual(['ada@never.test']);
  expect(await remindersTo('ada@never.test')).toHaveLength(1);
  expect(await remindersTo('late@never.test')).toHaveLength(0);
  expect(gatehouse.logs.filter((line) => line.includes('never verified')).join()).toContain('"removed":1');
});

test('the reminder says what it is about, and goes to the address as it was typed last', async () => {
  await signUp(gatehouse, 'ada@never.test');
  await signUp(gatehouse, 'Ada@Never.test');
  await pass('3 days 1 minute');
  await remindUnverified(gatehouse.app);
  await gatehouse.drain();
  const mail = gatehouse.inbox.mails.at(-1);
  expect(mail).toMatchObject({ recipients: ['Ada@never.test'], subject: REMINDER });
  const removedOn = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(
    Date.now() + 11 * 86_400_000 - 60_000,
  );
  expect(mail?.text).toContain('This link is valid for 24 hours');
  expect(mail?.text).toContain(`the registration is removed on ${removedOn}.`);
  expect(mail?.text).toContain('If it was not you, there is nothing to do');
  expect(mail?.text).not.toContain('Lovelace');
});

test('its link verifies with what the last form said, days after the links of the sign-ups ended', async () => {
  await signUp(gatehouse, 'ada@never.test', { fullName: 'Somebody Else', returnTo: '/other' });
  await signUp(gatehouse, 'ada@never.test', { fullName: 'Ada King', returnTo: '/apis' });
  const mailed = await mailedToken(gatehouse, 'ada@never.test');
  await pass('3 days 1 minute');
  expect(await verifyEmail(gatehouse, mailed)).toMatchObject({ __typename: 'InvalidToken' });
  await remindUnverified(gatehouse.app);
  const link = await mailedToken(gatehouse, 'ada@never.test');
  expect(await verifyEmail(gatehouse, link)).toMatchObject({ __typename: 'VerifyEmailSuccess', returnTo: '/apis' });
  expect(await gatehouse.sql('SELECT full_name FROM developers')).toEqual([{ full_name: 'Ada King' }]);
});

test('a link that is asked for again days later carries the form too', async () => {
  await signUp(gatehouse, 'ada@never.test', { fullName: 'Ada King', returnTo: '/apis' });
  await pass('2 days');
  await resendVerification(gatehouse, 'ada@never.test');
  const link = await mailedToken(gatehouse, 'ada@never.test');
  expect(await verifyEmail(gatehouse, link)).toMatchObject({ __typename: 'VerifyEmailSuccess', returnTo: '/apis' });
});

test('one expired link is kept for its form until the next link is mailed or the address is verified', async () => {
  const links = async () => (await gatehouse.sql('SELECT 1 FROM tokens')).length;
  for (let attempt = 0; attempt < 3; attempt++) await signUp(gatehouse, 'ada@never.test');
  await gatehouse.drain();
  expect(await links()).toBe(3);
  await pass('2 days');
  expect(await links()).toBe(1);
  await resendVerification(gatehouse, 'ada@never.test');
  await gatehouse.drain();
  await gatehouse.purge();
  expect(await links()).toBe(1);
  const { passwordToken } = await succeed(
    verifyEmail(gatehouse, await mailedToken(gatehouse, 'ada@never.test')),
    'passwordToken',
  );
  expect(passwordToken).toEqual(expect.any(String));
  await pass('2 days');
  expect(await links()).toBe(0);
});

test('a link that ended is not mailed any more', async () => {
  gatehouse.inbox.behaviour.refuseMail = { code: 451, message: 'later' };
  await signUp(gatehouse, 'ada@never.test');
  await pass('2 days');
  gatehouse.inbox.behaviour.refuseMail = undefined;
  await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE status = 'QUEUED'");
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'ada@never.test')).toEqual([]);
});

test('a verified person is neither reminded nor removed', async () => {
  await verifiedPerson(gatehouse, 'ada@never.test');
  await pass('4 days');
  expect(await remindUnverified(gatehouse.app)).toBe(0);
  await pass('20 days');
  expect(await removeUnverified(gatehouse.app)).toBe(0);
  expect(await registrations()).toEqual(['ada@never.test']);
});

test('a person who verifies between the reminder and its mail gets no mail', async () => {
  await signUp(gatehouse, 'ada@never.test');
  await pass('3 days 1 minute');
  await resendVerification(gatehouse, 'ada@never.test');
  const link = await mailedToken(gatehouse, 'ada@never.test');
  await gatehouse.sql("UPDATE developers SET asked_at = asked_at - interval '4 days'");
  expect(await remindUnverified(gatehouse.app)).toBe(1);
  await verifyEmail(gatehouse, link);
  expect(await remindersTo('ada@never.test')).toEqual([]);
});

test.each([
  ['reminder', '4 days', remindUnverified],
  ['removal', '15 days', removeUnverified],
])('a person who verifies at the moment of the %s is left alone', async (_, time, act) => {
  await signUp(gatehouse, 'ada@never.test');
  await pass(time);
  const verify = "UPDATE developers SET email_verified_at = now() WHERE email = 'ada@never.test'";
  const count = await whileHeld(
    gatehouse.databaseUrl,
    verify,
    () => act(gatehouse.app),
    async () => undefined,
  );
  expect(count).toBe(0);
  expect(await gatehouse.sql('SELECT email, reminded_at FROM developers')).toEqual([
    { email: 'ada@never.test', reminded_at: null },
  ]);
});

test('14 days after the last sign-up the registration is removed, and the address can sign up from scratch', async () => {
  await remindedPerson('ada@never.test');
  await pass('10 days 23 hours');
  expect(await removeUnverified(gatehouse.app)).toBe(0);
  await pass('1 hour');
  expect(await removeUnverified(gatehouse.app)).toBe(1);
  expect(await registrations()).toEqual([]);
  expect(await gatehouse.sql('SELECT 1 FROM tokens')).toEqual([]);
  await signUp(gatehouse, 'ada@never.test', { fullName: 'Ada King' });
  await pass('3 days 1 minute');
  expect(await remindUnverified(gatehouse.app)).toBe(1);
  const link = await mailedToken(gatehouse, 'ada@never.test');
  expect(await verifyEmail(gatehouse, link)).toMatchObject({ __typename: 'VerifyEmailSuccess' });
  expect(await gatehouse.sql('SELECT full_name FROM developers')).toEqual([{ full_name: 'Ada King' }]);
});

const waysToAsk = [
  ['a sign-up', signUp],
  ['another verification mail', resendVerification],
  ['a forgotten password', requestPasswordReset],
] as const;

test.each(waysToAsk)('%s begins the 14 days anew', async (_, ask) => {
  await remindedPerson('ada@never.test');
  await pass('8 days');
  await ask(gatehouse, 'ada@never.test');
  await pass('13 days');
  expect(await removeUnverified(gatehouse.app)).toBe(0);
  await pass('1 day 1 minute');
  expect(await removeUnverified(gatehouse.app)).toBe(1);
});

test.each(waysToAsk)('%s does not where nothing is mailed for it: the allowance is used up', async (_, ask) => {
  for (let time = 0; time < 3; time++) await signUp(gatehouse, 'ada@never.test');
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'ada@never.test')).toHaveLength(3);
  await gatehouse.sql("UPDATE developers SET asked_at = asked_at - interval '15 days'");
  await gatehouse.sql('UPDATE tokens SET expires_at = now()');
  await ask(gatehouse, 'ada@never.test');
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'ada@never.test')).toHaveLength(3);
  expect(await removeUnverified(gatehouse.app)).toBe(1);
});

test('a link that is still good keeps its registration', async () => {
  await signUp(gatehouse, 'ada@never.test');
  const link = await mailedToken(gatehouse, 'ada@never.test');
  await gatehouse.sql("UPDATE developers SET asked_at = asked_at - interval '30 days'");
  expect(await removeUnverified(gatehouse.app)).toBe(0);
  expect(await verifyEmail(gatehouse, link)).toMatchObject({ __typename: 'VerifyEmailSuccess' });
});

test('the link of a reminder is like any other: a person who is reminded late still has the full time', async () => {
  await signUp(gatehouse, 'ada@never.test');
  await pass('13 days 23 hours');
  expect(await remindUnverified(gatehouse.app)).toBe(1);
  const [mail] = await remindersTo('ada@never.test');
  const tomorrow = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(Date.now() + 86_400_000);
  expect(mail?.text).toContain(`removed on ${tomorrow}.`);
  await pass('2 hours');
  expect(await removeUnverified(gatehouse.app)).toBe(0);
  expect(await verifyEmail(gatehouse, tokenIn(mail))).toMatchObject({ __typename: 'VerifyEmailSuccess' });
});

test('a reminder takes nothing from what may be mailed to the address', async () => {
  await remindedPerson('ada@never.test');
  for (let attempt = 0; attempt < 4; attempt++) await resendVerification(gatehouse, 'ada@never.test');
  await gatehouse.drain();
  const verifications = mailsTo(gatehouse, 'ada@never.test').filter(({ subject }) => subject.startsWith('Verify'));
  expect(verifications).toHaveLength(1 + 3);
});

test('a portal that is closed reminds nobody, and removes all the same', async () => {
  await signUp(gatehouse, 'ada@never.test');
  await updatePortal(gatehouse, { registrationOpen: false }, admin);
  await pass('3 days 1 minute');
  expect(await remindUnverified(gatehouse.app)).toBe(0);
  await updatePortal(gatehouse, { registrationOpen: true }, admin);
  expect(await remindUnverified(gatehouse.app)).toBe(1);
  await updatePortal(gatehouse, { registrationOpen: false }, admin);
  await pass('11 days');
  expect(await removeUnverified(gatehouse.app)).toBe(1);
  await updatePortal(gatehouse, { registrationOpen: true }, admin);
});

test('an address that is reserved for its former owner is not reminded while the reservation lasts', async () => {
  const owner = await loggedInPerson(gatehouse, 'ada@never.test', admin);
  await requestEmailChange(gatehouse, { token: owner.token }, 'king@never.test');
  await confirmEmailChange(gatehouse, await mailedToken(gatehouse, 'king@never.test'));
  await signUp(gatehouse, 'ada@never.test');
  await gatehouse.drain();
  await gatehouse.sql("UPDATE developers SET asked_at = asked_at - interval '4 days'");
  expect(await remindUnverified(gatehouse.app)).toBe(0);
  await gatehouse.sql("UPDATE tokens SET expires_at = now() WHERE purpose = 'UNDO_EMAIL_CHANGE'");
  expect(await remindUnverified(gatehouse.app)).toBe(1);
});

test('reminders can be off; removal is not', async () => {
  await signUp(gatehouse, 'ada@never.test');
  await pass('4 days');
  expect(await remindUnverified(withoutReminders.app)).toBe(0);
  await pass('11 days');
  expect(await removeUnverified(withoutReminders.app)).toBe(1);
});

test('a sweep takes a bounded batch, the oldest first, and the next one goes on', async () => {
  await gatehouse.sql(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, updated_at, asked_at)
     SELECT gen_random_uuid(), p.id, e, e, 'Ada', now(), now() - interval '5 days' + at * interval '1 second'
     FROM portals p, generate_series(1, 600) AS at, LATERAL (SELECT 'crowd-' || at || '@never.test' AS e) AS emails WHERE p.slug = 'demo'`,
  );
  expect([await remindUnverified(gatehouse.app), await remindUnverified(gatehouse.app)]).toEqual([100, 100]);
  const [{ last } = { last: 0 }] = await gatehouse.sql<{ last: number }>(
    "SELECT max(substring(email from '[0-9]+')::int) AS last FROM developers WHERE reminded_at IS NOT NULL",
  );
  expect(last).toBe(200);
  await gatehouse.sql("DELETE FROM jobs WHERE name = 'sendVerificationReminderEmail'");
  await pass('20 days');
  expect([await removeUnverified(gatehouse.app), await removeUnverified(gatehouse.app)]).toEqual([500, 100]);
});
