import { beforeEach, expect, test } from 'vitest';
import { addAdmin, createPortal, decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { type Installation, startInstallation } from '../kit/installation.ts';
import { developerId, lastMailTo, mailedToken, mailsTo, signUp, verifiedPerson, verifyEmail } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const OWNER = 'owner@gatehouse.test';

/** Lets five minutes pass for everyone. */
const quietTimePasses = async () => {
  await gatehouse.sql("UPDATE new_request_notices SET scheduled_for = scheduled_for - interval '5 minutes'");
  await gatehouse.sql("UPDATE jobs SET due_at = due_at - interval '5 minutes' WHERE finished_at IS NULL");
  await gatehouse.drain();
};

/** The subjects without the time since when somebody waits. */
const subjectsTo = (site: Installation, email: string) => mailsTo(site, email).map(({ subject }) => subject.replace(SINCE, ''));
const SINCE = /, since \w+ \d+, 20\d\d, \d\d:\d\d UTC$/;

const people = (count: number) => `${count} ${count === 1 ? 'person waits' : 'people wait'} for a decision at demo portal`;

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM developers');
  await gatehouse.sql('DELETE FROM jobs');
  await gatehouse.sql('DELETE FROM new_request_notices');
  gatehouse.inbox.mails.length = 0;
});

test('an admin gets one mail in 5 minutes; the mail after the quiet time counts everyone who waits', async () => {
  await verifiedPerson(gatehouse, 'first@wait.test');
  expect(subjectsTo(gatehouse, OWNER)).toEqual([people(1)]);
  await verifiedPerson(gatehouse, 'second@wait.test');
  await verifiedPerson(gatehouse, 'third@wait.test');
  expect(subjectsTo(gatehouse, OWNER)).toEqual([people(1)]);
  await quietTimePasses();
  expect(subjectsTo(gatehouse, OWNER)).toEqual([people(1), people(3)]);
  // That mail began a quiet time of its own.
  await verifiedPerson(gatehouse, 'fourth@wait.test');
  expect(subjectsTo(gatehouse, OWNER)).toEqual([people(1), people(3)]);
  await quietTimePasses();
  expect(subjectsTo(gatehouse, OWNER)).toEqual([people(1), people(3), people(4)]);
  await quietTimePasses();
  await verifiedPerson(gatehouse, 'fifth@wait.test');
  expect(subjectsTo(gatehouse, OWNER)).toEqual([people(1), people(3), people(4), people(5)]);
});

test('requests that come in at the same moment make one mail now and one later', async () => {
  const emails = Array.from({ length: 8 }, (_, at) => `crowd-${at}@wait.test`);
  for (const email of emails) await signUp(gatehouse, email);
  await gatehouse.drain();
  const tokens = await Promise.all(emails.map((email) => mailedToken(gatehouse, email)));
  await Promise.all(tokens.map((token) => verifyEmail(gatehouse, token)));
  await Promise.all([gatehouse.drain(), gatehouse.drain()]);
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, OWNER)).toHaveLength(1);
  await quietTimePasses();
  expect(subjectsTo(gatehouse, OWNER)).toHaveLength(2);
  expect(subjectsTo(gatehouse, OWNER).at(-1)).toBe(people(8));
});

test('nobody is told of requests that were decided in the quiet time', async () => {
  await verifiedPerson(gatehouse, 'early@wait.test');
  const { id } = await verifiedPerson(gatehouse, 'late@wait.test');
  const first = await developerId(gatehouse, 'early@wait.test');
  await decide(gatehouse, 'approve', [id, first], admin);
  await quietTimePasses();
  expect(subjectsTo(gatehouse, OWNER)).toEqual([people(1)]);
});

test('R53, R55: names and addresses are in the mail only where the portal shows them, and never as a link', async () => {
  const stranger = async (email: string, fullName: string) => {
    await signUp(gatehouse, email, { fullName });
    await verifyEmail(gatehouse, await mailedToken(gatehouse, email));
    await gatehouse.drain();
  };
  await stranger('mystery@wait.test', 'Mystery Applicant');
  const [without] = mailsTo(gatehouse, OWNER);
  expect(without?.raw).not.toMatch(/mystery/i);
  await updatePortal(gatehouse, { showApplicants: true }, admin);
  await stranger('shown@wait.test', 'Shown <b>Applicant</b>');
  await stranger('linked@wait.test', 'https://evil.test');
  await quietTimePasses();
  const shown = lastMailTo(gatehouse, OWNER);
  expect(shown.text).toContain('Mystery Applicant, mystery@wait.test');
  for (const email of ['shown@wait.test', 'linked@wait.test']) expect(shown.text).toContain(email);
  expect(shown.html).not.toContain('<b>Applicant');
  expect(shown.raw).not.toContain('evil.test');
  await updatePortal(gatehouse, { showApplicants: false }, admin);
});

test('OWNERs and APPROVERs of the portal are told, VIEWERs and those of other portals are not', async () => {
  await createPortal(gatehouse, 'second', admin);
  await addAdmin(gatehouse, 'approver@wait.test', 'APPROVER', 'demo');
  await addAdmin(gatehouse, 'approver-all@wait.test', 'APPROVER', null);
  await addAdmin(gatehouse, 'viewer@wait.test', 'VIEWER', 'demo');
  await addAdmin(gatehouse, 'second@wait.test', 'OWNER', 'second');
  await verifiedPerson(gatehouse, 'applicant@wait.test');
  const told = gatehouse.inbox.mails
    .filter(({ subject }) => subject.replace(SINCE, '') === people(1))
    .map(({ recipients }) => recipients);
  expect(told.sort()).toEqual([['approver-all@wait.test'], ['approver@wait.test'], [OWNER]]);
});

test('an admin who may no longer decide when the mail is due gets none', async () => {
  await verifiedPerson(gatehouse, 'one@wait.test');
  await verifiedPerson(gatehouse, 'two@wait.test');
  await gatehouse.sql(
    "UPDATE admin_roles SET role = 'VIEWER' WHERE admin_id = (SELECT id FROM admins WHERE email = 'approver@wait.test')",
  );
  await gatehouse.sql("DELETE FROM admins WHERE email = 'approver-all@wait.test'");
  await quietTimePasses();
  expect(subjectsTo(gatehouse, 'approver@wait.test')).toEqual([people(1)]);
  expect(subjectsTo(gatehouse, 'approver-all@wait.test')).toEqual([people(1)]);
  expect(subjectsTo(gatehouse, OWNER)).toEqual([people(1), people(2)]);
  expect(await gatehouse.sql("SELECT 1 FROM jobs WHERE status = 'FAILED' OR last_error IS NOT NULL")).toEqual([]);
});

test('the mail says since when the first waits, and leaves out requests that wait for the applicant', async () => {
  await verifiedPerson(gatehouse, 'asked@wait.test');
  await verifiedPerson(gatehouse, 'oldest@wait.test');
  await gatehouse.sql(
    "UPDATE developers SET awaits_applicant_until = now() + interval '7 days', email_verified_at = '2026-01-01T10:00Z' WHERE email LIKE 'asked%'",
  );
  await gatehouse.sql("UPDATE developers SET email_verified_at = '2026-02-03T14:05Z' WHERE email LIKE 'oldest%'");
  await quietTimePasses();
  const { subject, text } = lastMailTo(gatehouse, OWNER);
  expect(subject).toBe('1 person waits for a decision at demo portal, since Feb 3, 2026, 14:05 UTC');
  expect(text).toContain(subject);
});
