import { afterEach, expect, test } from 'vitest';
import { addAdmin, decide, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { clearMailState, mailStateOf } from '../kit/mail-reports.ts';
import { succeed } from '../kit/mutate.ts';
import { approvedPerson, mailsTo, requestPasswordReset, verifiedPerson } from '../kit/people.ts';
import { timelineOf } from '../kit/timeline.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await gatehouse.sql('UPDATE portals SET undo_window = 0');
const { behaviour } = gatehouse.inbox;

const refuse = (only: string, code: number, message: string) => {
  behaviour.refuseRecipient = { code, message, only };
};
const revoke = async (id: string) => {
  await succeed(decide(gatehouse, 'revoke', [id], admin));
  await gatehouse.drain();
};
const jobsOf = (id: string) =>
  gatehouse.sql<{ status: string; attempt: number }>(
    "SELECT status, attempt FROM jobs WHERE payload->>'developerId' = $1 AND name = 'sendRevokedEmail'",
    [id],
  );

afterEach(() => {
  behaviour.refuseRecipient = undefined;
  behaviour.refuseMail = undefined;
});

test('an address that the mail server does not know is BOUNCED, as by a report, and gets no more emails', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'typo@refused.test', admin);
  const before = mailsTo(gatehouse, email).length;
  refuse(email, 550, `5.1.1 <${email}> no such user`);
  await revoke(id);
  expect(await jobsOf(id)).toEqual([{ status: 'FAILED', attempt: 1 }]);
  expect(await mailStateOf(gatehouse, id, admin)).toEqual({
    state: 'BOUNCED',
    since: expect.any(String),
    detail: '5.1.1 <address> no such user',
  });
  const { entries } = await timelineOf(gatehouse, { id, first: 5 }, admin);
  expect(entries).toContainEqual(
    expect.objectContaining({ type: 'mail-state.changed', by: expect.objectContaining({ kind: 'SYSTEM' }) }),
  );
  const events = await gatehouse.sql("SELECT data FROM events WHERE type = 'mail-state.changed' AND subject_id = $1", [id]);
  expect(events).toEqual([{ data: { state: 'BOUNCED', reporter: 'SMTP' } }]);

  behaviour.refuseRecipient = undefined;
  await succeed(decide(gatehouse, 'approve', [id], admin));
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email)).toHaveLength(before);
  await succeed(clearMailState(gatehouse, [id], admin));
  await requestPasswordReset(gatehouse, email);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email)).toHaveLength(before + 1);
});

test.each([
  ['550 without an enhanced code', 550, 'no such user', 'FAILED'],
  ['an enhanced code that says nothing', 550, '5.0.0 no such user', 'FAILED'],
  ['a policy', 550, '5.7.1 relaying denied', 'FAILED'],
  ['a full mailbox', 552, '5.2.2 mailbox full', 'FAILED'],
  ['the sender', 553, '5.1.8 bad sender', 'FAILED'],
  ['a code in the text', 550, 'denied, see 5.1.1', 'FAILED'],
  ['a refusal for now', 450, '4.1.1 not yet', 'QUEUED'],
])('%s marks no address', async (name, code, message, status) => {
  const { id, email } = await approvedPerson(gatehouse, `${name.replaceAll(/\W/g, '-')}@refused.test`, admin);
  refuse(email, code, message);
  await revoke(id);
  expect(await jobsOf(id)).toEqual([{ status, attempt: 1 }]);
  expect((await mailStateOf(gatehouse, id, admin)).state).toBe('OK');
});

test('a refusal of the whole email marks no address', async () => {
  const { id } = await approvedPerson(gatehouse, 'whole@refused.test', admin);
  behaviour.refuseMail = { code: 554, message: '5.1.1 no such user' };
  await revoke(id);
  expect(await jobsOf(id)).toEqual([{ status: 'FAILED', attempt: 1 }]);
  expect((await mailStateOf(gatehouse, id, admin)).state).toBe('OK');
});

test('an admin whose address is not known is shown as BOUNCED, and is written to as before', async () => {
  await addAdmin(gatehouse, 'approver@refused.test', 'APPROVER', 'demo');
  refuse('approver@refused.test', 550, '5.1.1 no such user');
  await verifiedPerson(gatehouse, 'first@refused.test');
  const states = await gatehouse.sql(
    "SELECT state, expires_at IS NOT NULL AS ends FROM mail_states m JOIN admins a ON a.id = m.admin_id WHERE email = 'approver@refused.test'",
  );
  expect(states).toEqual([{ state: 'BOUNCED', ends: true }]);
  behaviour.refuseRecipient = undefined;
  await gatehouse.sql('UPDATE new_request_notices SET scheduled_for = NULL');
  await verifiedPerson(gatehouse, 'second@refused.test');
  expect(mailsTo(gatehouse, 'approver@refused.test')).toHaveLength(1);
});

test('a job that another worker has meanwhile marks no address', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'fenced@refused.test', admin);
  await succeed(decide(gatehouse, 'revoke', [id], admin));
  refuse(email, 550, '5.1.1 no such user');
  const fence = `CREATE FUNCTION fence() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
    CREATE TRIGGER fence BEFORE UPDATE ON jobs FOR EACH ROW WHEN (NEW.status = 'FAILED') EXECUTE FUNCTION fence()`;
  await gatehouse.sql(fence);
  await gatehouse.drain();
  await gatehouse.sql('DROP FUNCTION fence() CASCADE');
  expect(await jobsOf(id)).toMatchObject([{ status: 'RUNNING' }]);
  expect((await mailStateOf(gatehouse, id, admin)).state).toBe('OK');
});
