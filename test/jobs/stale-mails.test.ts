import { beforeEach, expect, test } from 'vitest';
import { RetryJobsDocument } from '../generated/operations.ts';
import { adminRequestPasswordReset, decide, openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { mutate } from '../kit/mutate.ts';
import { developerId, mailsTo, registeredPerson, requestPasswordReset, subjectsTo } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

beforeEach(() => {
  gatehouse.inbox.mails.length = 0;
});

/** Lets every job of a name run again, as an admin or a slow retry does. */
const runAgain = async (name: string) => {
  await gatehouse.sql("UPDATE jobs SET status = 'FAILED', finished_at = now() WHERE name = $1", [name]);
  const ids = (await gatehouse.sql<{ id: string }>('SELECT id FROM jobs WHERE name = $1', [name])).map(({ id }) => id);
  await mutate(gatehouse, RetryJobsDocument, { ids }, { token: admin });
  await gatehouse.drain();
};

test('L8: a mail about a decision is dropped once the status is another one', async () => {
  await registeredPerson(gatehouse, 'gone@stale.test');
  const ids = [await developerId(gatehouse, 'gone@stale.test')];
  await decide(gatehouse, 'approve', ids, admin);
  await gatehouse.drain();
  await decide(gatehouse, 'revoke', ids, admin);
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
  await runAgain('sendApprovedEmail');
  expect(mailsTo(gatehouse, 'gone@stale.test')).toEqual([]);
  expect(await gatehouse.sql("SELECT status FROM jobs WHERE name = 'sendApprovedEmail'")).toEqual([{ status: 'DONE' }]);
});

test('L8: when two approvals wait to be told, only the latest is told, once', async () => {
  await registeredPerson(gatehouse, 'back@stale.test');
  const ids = [await developerId(gatehouse, 'back@stale.test')];
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
  await decide(gatehouse, 'approve', ids, admin);
  await decide(gatehouse, 'revoke', ids, admin);
  await decide(gatehouse, 'reinstate', ids, admin);
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, 'back@stale.test')).toEqual(['Your access to demo portal is reinstated']);
});

test('L12: no link is mailed that has expired while the mail waited, to an admin as to anybody else', async () => {
  await adminRequestPasswordReset(gatehouse, ADMIN.email);
  await requestPasswordReset(gatehouse, 'back@stale.test');
  gatehouse.inbox.behaviour.refuseMail = { code: 451, message: 'later' };
  await gatehouse.drain();
  gatehouse.inbox.behaviour.refuseMail = undefined;
  await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE status = 'QUEUED'");
  await gatehouse.sql("UPDATE admin_tokens SET expires_at = now() - interval '1 second'");
  await gatehouse.sql("UPDATE tokens SET expires_at = now() - interval '1 second'");
  await gatehouse.drain();
  expect(gatehouse.inbox.mails).toEqual([]);
});
