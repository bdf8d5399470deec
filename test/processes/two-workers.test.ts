import { expect, onTestFinished, test, vi } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { signUp } from '../kit/people.ts';
import { PATIENCE, prepareSite } from '../kit/processes.ts';

const PEOPLE = 40;
const AT_ONCE = 10;

test('R60: two workers send each of 40 people exactly one mail', async () => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  await Promise.all([site.startServer(), site.startWorker(), site.startWorker()]);
  await openDemoPortal(site);
  const people = Array.from({ length: PEOPLE }, (_, index) => `person-${index}@example.test`);
  const coming = people.values();
  const signUpInTurn = async () => {
    for (const email of coming) await signUp(site, email);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, signUpInTurn));
  await vi.waitFor(async () => {
    expect(await site.sql('SELECT 1 FROM jobs WHERE finished_at IS NULL')).toEqual([]);
  }, PATIENCE);
  const recipients = site.inbox.mails.flatMap((mail) => mail.recipients);
  expect(recipients.toSorted()).toEqual(people.toSorted());
});
