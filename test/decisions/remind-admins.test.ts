import { beforeEach, expect, test } from 'vitest';
import { NOBODY_DECIDES_MS, remindAdmins } from '../../domain/decisions/remind-admins.ts';
import { addAdmin, adminUpdateNotifications, createPortal, decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { lastMailTo, verifiedPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', owner);
const APPROVER = 'approver@remind.test';
const approver = await addAdmin(gatehouse, APPROVER, 'APPROVER', 'demo');
await addAdmin(gatehouse, 'viewer@remind.test', 'VIEWER', 'demo');
await addAdmin(gatehouse, 'elsewhere@remind.test', 'OWNER', 'other');

const BOTH = [APPROVER, ADMIN.email];

/** Lets time pass, and has two workers look at the same moment. @returns who got a mail, by its first word */
async function afterHours(hours: number) {
  for (const [table, column] of [
    ['developers', 'email_verified_at'],
    ['developers', 'awaits_applicant_until'],
    ['decisions', 'created_at'],
    ['portals', 'reminded_at'],
    ['portals', 'owners_warned_at'],
  ]) {
    await gatehouse.sql(`UPDATE ${table} SET ${column} = ${column} - $1 * interval '1 hour'`, [hours]);
  }
  gatehouse.inbox.mails.length = 0;
  await Promise.all([remindAdmins(gatehouse.app), remindAdmins(gatehouse.app)]);
  await gatehouse.drain();
  const told = (word: string) =>
    gatehouse.inbox.mails.flatMap(({ subject, recipients }) => (subject.startsWith(word) ? recipients : [])).toSorted();
  return { reminded: told('Reminder'), warned: told('Nobody') };
}

const NOBODY = { reminded: [], warned: [] };

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM developers');
  await gatehouse.sql('DELETE FROM mail_bounds');
  await gatehouse.sql('DELETE FROM decisions');
  await gatehouse.sql('UPDATE portals SET reminded_at = NULL, owners_warned_at = NULL, remind_after = 72');
  await gatehouse.sql('DELETE FROM new_request_notices');
});

test('after three days, and again each three days, every admin who decides is reminded once', async () => {
  await verifiedPerson(gatehouse, 'ada@remind.test');
  expect(await afterHours(71)).toEqual(NOBODY);
  expect(await afterHours(2)).toEqual({ reminded: BOTH, warned: [] });
  const { subject, text } = lastMailTo(gatehouse, APPROVER);
  expect(subject).toMatch(/^Reminder: 1 person waits for a decision at demo portal, since \w+ \d+, 20\d\d, \d\d:\d\d UTC$/);
  expect(text).not.toContain('ada@remind.test');
  expect(await afterHours(71)).toEqual(NOBODY);
  expect(await afterHours(1)).toEqual({ reminded: BOTH, warned: [] });
});

test('two workers that sweep at the same moment remind each admin once', async () => {
  await verifiedPerson(gatehouse, 'ada@remind.test');
  await gatehouse.sql("UPDATE developers SET email_verified_at = now() - interval '80 hours'");
  gatehouse.inbox.mails.length = 0;
  const stops = await Promise.all([gatehouse.startWorker(), gatehouse.startWorker()]);
  await Promise.all(BOTH.map((email) => gatehouse.inbox.waitFor(email)));
  await Promise.all(stops.map((stop) => stop()));
  await gatehouse.drain();
  const reminded = gatehouse.inbox.mails.filter(({ subject }) => subject.startsWith('Reminder'));
  expect(reminded.flatMap(({ recipients }) => recipients).toSorted()).toEqual(BOTH);
});

test('the portal says after how many hours', async () => {
  await succeed(updatePortal(gatehouse, { remindAfter: 5, showApplicants: true }, owner));
  await verifiedPerson(gatehouse, 'ada@remind.test');
  expect(await afterHours(4)).toEqual(NOBODY);
  expect(await afterHours(1)).toEqual({ reminded: BOTH, warned: [] });
  expect(lastMailTo(gatehouse, APPROVER).text).toContain('Ada Lovelace, ada@remind.test');
  await succeed(updatePortal(gatehouse, { showApplicants: false }, owner));
});

test('nobody is reminded of a request that is decided, or that waits for the applicant', async () => {
  const { id } = await verifiedPerson(gatehouse, 'decided@remind.test');
  await succeed(decide(gatehouse, 'reject', [id], approver));
  await verifiedPerson(gatehouse, 'asked@remind.test');
  await gatehouse.sql("UPDATE developers SET awaits_applicant_until = now() + interval '7 days' WHERE email LIKE 'asked%'");
  expect(await afterHours(100)).toEqual(NOBODY);
  // The question ends without an answer, so the request is back in its old place.
  expect(await afterHours(68)).toEqual({ reminded: BOTH, warned: [] });
});

test('an admin who wants no mails gets no reminder', async () => {
  await succeed(adminUpdateNotifications(gatehouse, { portal: 'demo', frequency: 'NEVER' }, approver));
  await verifiedPerson(gatehouse, 'ada@remind.test');
  expect(await afterHours(73)).toEqual({ reminded: [ADMIN.email], warned: [] });
});

test('when nobody decides for 14 days, the OWNERs are warned, also those who want no mails', async () => {
  await succeed(adminUpdateNotifications(gatehouse, { portal: 'demo', frequency: 'NEVER' }, owner));
  await verifiedPerson(gatehouse, 'ada@remind.test');
  const fourteenDays = NOBODY_DECIDES_MS / 3_600_000;
  expect(fourteenDays).toBe(14 * 24);
  await gatehouse.sql('UPDATE portals SET reminded_at = now()');
  expect((await afterHours(fourteenDays - 1)).warned).toEqual([]);
  expect((await afterHours(1)).warned).toEqual([ADMIN.email]);
  const { subject, text } = lastMailTo(gatehouse, ADMIN.email);
  expect(subject).toMatch(/^Nobody decides: 1 person waits for a decision at demo portal, since /);
  expect(text).toContain('No admin has decided a request at demo portal for 14 days.');
  expect((await afterHours(fourteenDays - 1)).warned).toEqual([]);
  expect((await afterHours(1)).warned).toEqual([ADMIN.email]);
});

test('the OWNERs are not warned while somebody decides', async () => {
  await verifiedPerson(gatehouse, 'old@remind.test');
  expect((await afterHours(13 * 24)).warned).toEqual([]);
  const { id } = await verifiedPerson(gatehouse, 'new@remind.test');
  await succeed(decide(gatehouse, 'approve', [id], approver));
  expect((await afterHours(13 * 24)).warned).toEqual([]);
  expect((await afterHours(24)).warned).toEqual([ADMIN.email]);
});
