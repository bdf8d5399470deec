import { expect, onTestFinished, test, vi } from 'vitest';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { inviteDevelopers } from '../kit/invitations.ts';
import { succeed } from '../kit/mutate.ts';
import { requestPasswordReset } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { PATIENCE, prepareSite } from '../kit/processes.ts';

const PEOPLE = 60;
const people = Array.from({ length: PEOPLE }, (_, index) => ({
  email: `person-${index}@example.test`,
  fullName: 'Ada Lovelace',
}));

/** A site with so many people invited, and no worker. */
async function invitedSite() {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  await site.startServer();
  const admin = await openDemoPortal(site);
  await succeed(inviteDevelopers(site, people, admin));
  expect(await site.sql("SELECT 1 FROM jobs WHERE name = 'sendInvitationEmail'")).toHaveLength(PEOPLE);
  return { site, admin };
}

test('R59: two workers keep one limit: each email goes out at its place or later, and one that dies loses none', async () => {
  const { site } = await invitedSite();
  // Nothing is saved.
  const [empty] = await site.sql<{ begin: string }>(
    "INSERT INTO mail_rates VALUES ('ffffffff-ffff-ffff-ffff-ffffffffffff', now(), now()) RETURNING owed_until::text AS begin",
  );
  const limit = { MAIL_LIMIT: '1200/1m' };
  const [first] = await Promise.all([site.startWorker(limit), site.startWorker(limit)]);
  await vi.waitFor(() => expect(site.inbox.mails.length).toBeGreaterThan(PEOPLE / 4), PATIENCE);
  // It has taken places for emails that are not out.
  site.inbox.behaviour.delay = 500;
  await vi.waitFor(async () => {
    expect((await site.sql("SELECT 1 FROM jobs WHERE status = 'RUNNING'")).length).toBeGreaterThan(2);
  }, PATIENCE);
  await first.kill();
  site.inbox.behaviour.delay = 0;
  await site.endLeases();
  await vi.waitFor(async () => expect(await site.sql('SELECT 1 FROM jobs WHERE finished_at IS NULL')).toEqual([]), PATIENCE);
  const addresses = new Set(site.inbox.mails.flatMap(({ recipients }) => recipients));
  expect([...addresses].toSorted()).toEqual(people.map(({ email }) => email).toSorted());

  // A place comes each (1 + 1/20) minutes / 1,200. The times of jobs are in whole milliseconds.
  const early = await site.sql(
    `SELECT place, accepted_at FROM (
       SELECT accepted_at, row_number() OVER (ORDER BY accepted_at) - 1 AS place FROM jobs WHERE name = 'sendInvitationEmail'
     ) job WHERE accepted_at + interval '1 ms' < $1::timestamptz + place * interval '52.5 ms'`,
    [present(empty).begin],
  );
  expect(early).toEqual([]);
});

test("many invitations of one portal, which wait for the limit, do not hold up another portal's reset mail", async () => {
  const { site, admin } = await invitedSite();
  await createPortal(site, 'second', admin);
  await site.sql(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at)
     SELECT gen_random_uuid(), id, 'other@example.test', 'other@example.test', 'Grace Hopper', 'APPROVED', now() FROM portals WHERE slug = 'second'`,
  );
  const worker = await site.startWorker({ MAIL_LIMIT: '60/1m' });
  await worker.says('emails wait for their limit');
  await succeed(requestPasswordReset(site, 'other@example.test', 'second'));
  await site.inbox.waitFor('other@example.test');
  // Of the 60 in a minute, 3 go out at once, and then one in a second.
  expect(site.inbox.mails.length).toBeLessThan(PEOPLE / 3);
  expect(
    (await site.sql("SELECT 1 FROM jobs WHERE name = 'sendInvitationEmail' AND status = 'QUEUED'")).length,
  ).toBeGreaterThan(PEOPLE / 2);
});
