import { beforeEach, expect, test } from 'vitest';
import { MOST_IN_BULK } from '../../domain/decisions/decide-all.ts';
import { BULK_BATCH, BULK_KEPT_MS } from '../../domain/decisions/run-bulk-decision.ts';
import {
  addAdmin,
  addPeople,
  approveAll,
  bulkDecision,
  createPortal,
  decide,
  openDemoPortal,
  rejectAll,
} from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

beforeEach(async () => {
  await gatehouse.drain();
  await gatehouse.sql('DELETE FROM developers');
  gatehouse.inbox.mails.length = 0;
});

const statuses = async (): Promise<Record<string, number>> => {
  const rows = await gatehouse.sql<{ status: string; count: number }>(
    'SELECT status, count(*)::int AS count FROM developers GROUP BY status ORDER BY status',
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
};

async function started(answer: ReturnType<typeof approveAll> | ReturnType<typeof rejectAll>) {
  const told = await answer;
  if (!('bulkDecision' in told)) throw new Error(`It answered ${JSON.stringify(told)}`);
  return told.bulkDecision;
}

test('approveAll decides about all requests that matched, in the name of the admin, with one email each', async () => {
  const count = BULK_BATCH + 3;
  await addPeople(gatehouse, count);
  const bulk = await started(approveAll(gatehouse, { expectedCount: count, reason: 'Welcome.', note: 'spring' }, admin));
  expect(bulk).toMatchObject({ total: count, done: 0, conflicts: 0, finishedAt: null });
  await gatehouse.drain();
  expect(await bulkDecision(gatehouse, bulk.id, admin)).toMatchObject({
    total: count,
    done: count,
    conflicts: 0,
    finishedAt: expect.any(String),
  });
  expect(await statuses()).toEqual({ APPROVED: count });
  expect(gatehouse.inbox.mails).toHaveLength(count);
  expect(
    await gatehouse.sql("SELECT 1 FROM decisions WHERE reason = 'Welcome.' AND note = 'spring' AND by = 'ADMIN'"),
  ).toHaveLength(count);
});

test('rejectAll takes a filter, and leaves the others', async () => {
  const [old = ''] = await addPeople(gatehouse, 3);
  await gatehouse.sql("UPDATE developers SET email_verified_at = now() - interval '9 days' WHERE id = $1", [old]);
  const filter = { waitingBefore: new Date(Date.now() - 86_400_000).toISOString() };
  await started(rejectAll(gatehouse, { filter, expectedCount: 1 }, admin));
  await gatehouse.drain();
  expect(await statuses()).toEqual({ PENDING: 2, REJECTED: 1 });
});

test('a filter by text and answers matches what the list shows', async () => {
  const [id = ''] = await addPeople(gatehouse, 2);
  await gatehouse.sql("UPDATE developers SET full_name = 'Grace Hopper' WHERE id = $1", [id]);
  await started(rejectAll(gatehouse, { filter: { search: 'hopper' }, expectedCount: 1 }, admin));
  await gatehouse.drain();
  expect(await gatehouse.sql("SELECT id FROM developers WHERE status = 'REJECTED'")).toEqual([{ id }]);
});

test('another count is Stale, and nobody is decided', async () => {
  await addPeople(gatehouse, 2);
  for (const expectedCount of [1, 3]) {
    expect(await approveAll(gatehouse, { expectedCount }, admin)).toMatchObject({ __typename: 'Stale' });
  }
  await gatehouse.drain();
  expect(await statuses()).toEqual({ PENDING: 2 });
  expect(await gatehouse.sql('SELECT 1 FROM bulk_decision_items')).toEqual([]);
});

test('people who come later are left alone, and people who were decided meanwhile are conflicts', async () => {
  const [decided = '', deleted = ''] = await addPeople(gatehouse, 3);
  const bulk = await started(approveAll(gatehouse, { expectedCount: 3 }, admin));
  await addPeople(gatehouse, 1);
  await decide(gatehouse, 'reject', [decided], admin);
  await gatehouse.sql('DELETE FROM developers WHERE id = $1', [deleted]);
  await gatehouse.drain();
  expect(await bulkDecision(gatehouse, bulk.id, admin)).toMatchObject({ total: 3, done: 1, conflicts: 2 });
  expect(await statuses()).toEqual({ APPROVED: 1, PENDING: 1, REJECTED: 1 });
});

test('it ends when the admin may not decide any more', async () => {
  const approver = await addAdmin(gatehouse, 'bulk@all.test', 'APPROVER', 'demo');
  await addPeople(gatehouse, 2);
  const bulk = await started(approveAll(gatehouse, { expectedCount: 2 }, approver));
  await gatehouse.sql(
    "UPDATE admin_roles SET role = 'VIEWER' FROM admins WHERE admins.id = admin_id AND email = 'bulk@all.test'",
  );
  await gatehouse.drain();
  expect(await bulkDecision(gatehouse, bulk.id, admin)).toMatchObject({
    done: 0,
    conflicts: 0,
    finishedAt: expect.any(String),
  });
  expect(await statuses()).toEqual({ PENDING: 2 });
});

test('two bulk decisions at once decide about each person once', async () => {
  await addPeople(gatehouse, 40);
  const [one, other] = await Promise.all([
    started(approveAll(gatehouse, { expectedCount: 40 }, admin)),
    started(rejectAll(gatehouse, { expectedCount: 40 }, admin)),
  ]);
  await gatehouse.drain();
  const results = await Promise.all([one, other].map(({ id }) => bulkDecision(gatehouse, id, admin)));
  expect(results.map((result) => [(result?.done ?? 0) + (result?.conflicts ?? 0)])).toEqual([[40], [40]]);
  expect((results[0]?.done ?? 0) + (results[1]?.done ?? 0)).toBe(40);
  expect(gatehouse.inbox.mails).toHaveLength(40);
});

test('it goes on after a worker that died', async () => {
  const count = BULK_BATCH + 1;
  const ids = (await addPeople(gatehouse, count)).toSorted();
  const bulk = await started(approveAll(gatehouse, { expectedCount: count }, admin));
  await gatehouse.sql(`ALTER TABLE decisions ADD CONSTRAINT cut CHECK (developer_id <> '${ids.at(-1)}') NOT VALID`);
  await gatehouse.drain();
  expect(await bulkDecision(gatehouse, bulk.id, admin)).toMatchObject({ done: BULK_BATCH, finishedAt: null });
  await gatehouse.sql('ALTER TABLE decisions DROP CONSTRAINT cut');
  await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE name = 'runBulkDecision' AND finished_at IS NULL");
  await gatehouse.drain();
  expect(await bulkDecision(gatehouse, bulk.id, admin)).toMatchObject({ done: count, finishedAt: expect.any(String) });
});

test('10,000 requests at most', async () => {
  await addPeople(gatehouse, MOST_IN_BULK + 1);
  const issues = async (expectedCount: number) => {
    const answer = await approveAll(gatehouse, { expectedCount }, admin);
    return 'issues' in answer ? answer.issues.map(({ path, code }) => [path.join('.'), code]) : answer.__typename;
  };
  expect(await issues(MOST_IN_BULK)).toEqual([['filter', 'TOO_MANY']]);
  expect(await issues(MOST_IN_BULK + 1)).toEqual([['expectedCount', 'TOO_HIGH']]);
  expect(await issues(0)).toEqual([['expectedCount', 'TOO_LOW']]);
});

test('VIEWERs and admins of other portals do not, and do not read the result of another portal', async () => {
  await createPortal(gatehouse, 'second', admin);
  await addPeople(gatehouse, 1);
  const viewer = await addAdmin(gatehouse, 'viewer@all.test', 'VIEWER', 'demo');
  const other = await addAdmin(gatehouse, 'other@all.test', 'OWNER', 'second');
  for (const token of [viewer, other, undefined]) {
    expect(await approveAll(gatehouse, { expectedCount: 1 }, token)).toMatchObject({ __typename: 'NotAllowed' });
  }
  const bulk = await started(approveAll(gatehouse, { expectedCount: 1 }, admin));
  expect(await bulkDecision(gatehouse, bulk.id, viewer)).toMatchObject({ total: 1 });
  expect(await bulkDecision(gatehouse, bulk.id, other)).toBeNull();
  expect(await bulkDecision(gatehouse, 'x', admin)).toBeNull();
});

test('the result is kept for 30 days', async () => {
  await addPeople(gatehouse, 1);
  const bulk = await started(approveAll(gatehouse, { expectedCount: 1 }, admin));
  await gatehouse.drain();
  await gatehouse.sql(
    `UPDATE bulk_decisions SET finished_at = now() - ${BULK_KEPT_MS + 1_000} * interval '1 millisecond' WHERE id = $1`,
    [bulk.id],
  );
  await gatehouse.purge();
  expect(await bulkDecision(gatehouse, bulk.id, admin)).toBeNull();
});
