import { beforeEach, expect, test } from 'vitest';
import { createPortal, decide, deleteDevelopers, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import {
  developerId,
  logIn,
  mailedToken,
  mailsTo,
  registeredPerson,
  setPassword,
  signUp,
  statusOf,
  verifiedPerson,
  verifyEmail,
} from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const APPROVED = 'Your registration at demo portal is approved';

const decisionsOf = (email: string) =>
  gatehouse.sql(
    'SELECT "from", "to", by, admin_id, reason FROM decisions c JOIN developers d ON d.id = c.developer_id WHERE email = $1',
    [email],
  );

const BY_RULE = { from: 'PENDING', to: 'APPROVED', by: 'RULE', admin_id: null, reason: null };

/** Runs the evaluation of someone once more, as a worker that died half-way would make another do. */
const evaluateAgain = async (email: string) => {
  await gatehouse.sql(
    `UPDATE jobs SET status = 'QUEUED', finished_at = NULL, due_at = now()
     WHERE name = 'evaluateApproval' AND payload->>'developerId' = (SELECT id::text FROM developers WHERE email = $1)`,
    [email],
  );
  await gatehouse.drain();
};

beforeEach(async () => {
  await updatePortal(gatehouse, { autoApprove: false }, admin);
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
});

test('without auto-approval a verified person stays pending, and the admins are told', async () => {
  await verifiedPerson(gatehouse, 'manual@rules.test');
  expect(await statusOf(gatehouse, 'manual@rules.test')).toBe('PENDING');
  expect(await decisionsOf('manual@rules.test')).toEqual([]);
  expect(mailsTo(gatehouse, 'owner@gatehouse.test')).toHaveLength(1);
});

test('an address that is not verified is never evaluated', async () => {
  await updatePortal(gatehouse, { autoApprove: true, applyToPending: true }, admin);
  await signUp(gatehouse, 'unverified@rules.test');
  await updatePortal(gatehouse, { applyToPending: true }, admin);
  await gatehouse.drain();
  expect(await statusOf(gatehouse, 'unverified@rules.test')).toBe('PENDING');
});

test('with auto-approval a verified person is approved by the rule; a person who was never told PENDING gets no mail about it', async () => {
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  const { passwordToken } = await verifiedPerson(gatehouse, 'auto@rules.test');
  expect(await statusOf(gatehouse, 'auto@rules.test')).toBe('APPROVED');
  expect(await decisionsOf('auto@rules.test')).toEqual([BY_RULE]);
  expect(await setPassword(gatehouse, passwordToken)).toMatchObject({ status: 'APPROVED' });
  expect(mailsTo(gatehouse, 'auto@rules.test').map(({ subject }) => subject)).toEqual([
    'Verify your email address for demo portal',
  ]);
  expect(mailsTo(gatehouse, 'owner@gatehouse.test')).toHaveLength(0);
  expect(await logIn(gatehouse, 'auto@rules.test')).toMatchObject({ __typename: 'LogInSuccess' });
});

test('turning auto-approval on does not change people who already wait', async () => {
  await registeredPerson(gatehouse, 'waits@rules.test');
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  await gatehouse.drain();
  expect(await statusOf(gatehouse, 'waits@rules.test')).toBe('PENDING');
});

test('applyToPending evaluates people who wait: a person who was told to wait gets one mail about it', async () => {
  const told = await registeredPerson(gatehouse, 'told@rules.test');
  const untold = await verifiedPerson(gatehouse, 'untold@rules.test');
  const rejected = await verifiedPerson(gatehouse, 'rejected@rules.test');
  await decide(gatehouse, 'reject', [rejected.id], admin);
  await createPortal(gatehouse, 'second', admin);
  await signUp(gatehouse, 'second@rules.test', { portal: 'second' });
  await verifyEmail(gatehouse, await mailedToken(gatehouse, 'second@rules.test'));
  await gatehouse.drain();

  await updatePortal(gatehouse, { autoApprove: true, applyToPending: true }, admin);
  await updatePortal(gatehouse, { applyToPending: true }, admin);
  await gatehouse.drain();
  expect(
    await Promise.all(
      [told.email, untold.email, rejected.email, 'second@rules.test'].map((email) => statusOf(gatehouse, email)),
    ),
  ).toEqual(['APPROVED', 'APPROVED', 'REJECTED', 'PENDING']);
  const approvals = (email: string) => mailsTo(gatehouse, email).filter(({ subject }) => subject === APPROVED).length;
  expect([approvals(told.email), approvals(untold.email)]).toEqual([1, 0]);
  // The other hears it in the answer.
  expect(await setPassword(gatehouse, untold.passwordToken)).toMatchObject({ status: 'APPROVED' });
  await evaluateAgain(told.email);
  expect(await decisionsOf(told.email)).toEqual([BY_RULE]);
  expect(approvals(told.email)).toBe(1);
});

test('applyToPending without auto-approval changes nothing and tells nobody again', async () => {
  await registeredPerson(gatehouse, 'still@rules.test');
  gatehouse.inbox.mails.length = 0;
  await gatehouse.sql('DELETE FROM new_request_notices');
  await updatePortal(gatehouse, { autoApprove: false, applyToPending: true }, admin);
  await gatehouse.drain();
  expect(await statusOf(gatehouse, 'still@rules.test')).toBe('PENDING');
  expect(gatehouse.inbox.mails).toHaveLength(0);
});

test('applyToPending takes a large backlog', async () => {
  await gatehouse.sql(`INSERT INTO developers (id, portal_id, email, typed_email, full_name, email_verified_at, evaluated_at, updated_at)
    SELECT gen_random_uuid(), p.id, 'crowd-' || n || '@rules.test', 'crowd-' || n || '@rules.test', 'Crowd', now(), now(), now()
    FROM portals p, generate_series(1, 520) n WHERE p.slug = 'demo'`);
  await updatePortal(gatehouse, { autoApprove: true, applyToPending: true }, admin);
  await gatehouse.drain();
  const left = await gatehouse.sql("SELECT 1 FROM developers WHERE email LIKE 'crowd-%' AND status <> 'APPROVED'");
  const decisions = await gatehouse.sql(
    "SELECT 1 FROM decisions c JOIN developers d ON d.id = c.developer_id WHERE email LIKE 'crowd-%'",
  );
  expect([left.length, decisions.length]).toEqual([0, 520]);
  await gatehouse.sql("DELETE FROM developers WHERE email LIKE 'crowd-%'");
});

test('it may run any number of times, also at once: one decision, one mail', async () => {
  await registeredPerson(gatehouse, 'often@rules.test');
  await gatehouse.sql("UPDATE developers SET evaluated_at = NULL WHERE email = 'often@rules.test'");
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  await gatehouse.sql(`INSERT INTO jobs (id, queue, name, payload, portal_id)
    SELECT gen_random_uuid(), 'APPROVALS', 'evaluateApproval', jsonb_build_object('developerId', d.id), d.portal_id
    FROM developers d, generate_series(1, 10) WHERE d.email = 'often@rules.test'`);
  await Promise.all([gatehouse.drain(), gatehouse.drain()]);
  await gatehouse.drain();
  expect(await decisionsOf('often@rules.test')).toEqual([BY_RULE]);
  expect(mailsTo(gatehouse, 'often@rules.test').filter(({ subject }) => subject === APPROVED)).toHaveLength(1);
  expect(await gatehouse.sql("SELECT 1 FROM jobs WHERE status <> 'DONE' AND due_at <= now()")).toEqual([]);
});

test('a registration that was decided or deleted meanwhile is left alone', async () => {
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  await signUp(gatehouse, 'rejected-first@rules.test');
  await verifyEmail(gatehouse, await mailedToken(gatehouse, 'rejected-first@rules.test'));
  await decide(gatehouse, 'reject', [await developerId(gatehouse, 'rejected-first@rules.test')], admin);
  await signUp(gatehouse, 'deleted-first@rules.test');
  await verifyEmail(gatehouse, await mailedToken(gatehouse, 'deleted-first@rules.test'));
  await deleteDevelopers(gatehouse, [await developerId(gatehouse, 'deleted-first@rules.test')], admin);
  await gatehouse.drain();
  expect(await statusOf(gatehouse, 'rejected-first@rules.test')).toBe('REJECTED');
  expect(await statusOf(gatehouse, 'deleted-first@rules.test')).toBeNull();
  expect(await gatehouse.sql("SELECT 1 FROM jobs WHERE status = 'FAILED' OR last_error IS NOT NULL")).toEqual([]);
});
