import { expect, test } from 'vitest';
import { BATCH, evaluatePending } from '../../domain/portals/evaluate-pending.ts';
import { createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { approvalRules, ofDomain, setApprovalRules } from '../kit/approval-rules.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { statusOf, verifiedPerson } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const unfinished = () =>
  gatehouse.sql<{ name: string; count: number }>(
    'SELECT name, count(*)::int FROM jobs WHERE finished_at IS NULL AND due_at <= now() GROUP BY name ORDER BY name',
  );

test('S16: however often an admin applies the rules to waiting people, one job waits, and it evaluates them itself', async () => {
  await createPortal(gatehouse, 'other', admin);
  await updatePortal(gatehouse, { autoApprove: true }, admin, 'other');
  const people = Array.from({ length: 5 }, (_, number) => `p${number}@pending.test`);
  for (const email of people) await verifiedPerson(gatehouse, email);
  await gatehouse.sql(`
    INSERT INTO developers (id, portal_id, email, typed_email, full_name, email_verified_at, updated_at)
    SELECT gen_random_uuid(), id, 'n' || n || '@pending.test', 'n' || n || '@pending.test', 'Nobody', now(), now()
    FROM portals, generate_series(1, 450) AS n WHERE slug = 'demo'`);
  await Promise.all(
    Array.from({ length: 20 }, () => updatePortal(gatehouse, { applyToPending: true, autoApprove: true }, admin)),
  );
  expect(await unfinished()).toEqual([{ name: 'evaluatePending', count: 1 }]);

  await gatehouse.drain();
  for (const email of people) expect(await statusOf(gatehouse, email)).toBe('APPROVED');
  const decided =
    "SELECT count(*)::int AS decisions, count(DISTINCT developer_id)::int AS people FROM decisions WHERE by = 'RULE'";
  expect(await gatehouse.sql(decided)).toEqual([{ decisions: 455, people: 455 }]);
  expect(
    await gatehouse.sql("SELECT 1 FROM jobs WHERE name = 'evaluateApproval' AND created_at > now() - interval '1 hour'"),
  ).toHaveLength(people.length);
});

/** People who wait, in the order of their ids. */
async function crowd(count: number, domain: string): Promise<void> {
  await gatehouse.sql(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, email_verified_at, evaluated_at)
     SELECT gen_random_uuid(), id, 'c' || n || '@' || $1::text, 'c' || n || '@' || $1::text, 'Crowd', now(), now()
     FROM portals, generate_series(1, $2) AS n WHERE slug = 'demo'`,
    [domain, count],
  );
}

const statuses = async (domain: string) =>
  await gatehouse.sql<{ status: string; people: number }>(
    'SELECT status, count(*)::int AS people FROM developers WHERE email LIKE $1 GROUP BY status ORDER BY status',
    [`%@${domain}`],
  );

const progress = async () => (await approvalRules(gatehouse, admin)).pendingEvaluation;

test('admins read how far it is, also while it runs, and by outcome when it is done', async () => {
  await updatePortal(gatehouse, { autoApprove: false }, admin);
  await gatehouse.drain();
  await gatehouse.sql('DELETE FROM developers');
  await crowd(BATCH, 'good.test');
  await crowd(BATCH, 'bad.test');
  await crowd(50, 'odd.test');
  const rules = [ofDomain('good.test', 'APPROVE'), ofDomain('bad.test', 'REFUSE')];
  await succeed(setApprovalRules(gatehouse, rules, admin, { applyToPending: true }));
  const nothing = { total: 2 * BATCH + 50, approved: 0, queued: 0, refused: 0, finishedAt: null };
  expect(await progress()).toEqual(nothing);
  // A worker that stops after the first batch.
  let batches = 0;
  const [{ id } = { id: '' }] = await gatehouse.sql<{ id: string }>('SELECT id FROM portals WHERE slug = $1', ['demo']);
  await evaluatePending(gatehouse.app, id, async () => ++batches === 1);
  const half = present(await progress());
  expect([half.approved + half.refused + half.queued, half.finishedAt]).toEqual([BATCH, null]);
  await gatehouse.drain();
  const done = { total: 2 * BATCH + 50, approved: BATCH, queued: 50, refused: BATCH, finishedAt: expect.any(String) };
  expect(await progress()).toEqual(done);
  expect([await statuses('good.test'), await statuses('bad.test'), await statuses('odd.test')]).toEqual([
    [{ status: 'APPROVED', people: BATCH }],
    [{ status: 'REJECTED', people: BATCH }],
    [{ status: 'PENDING', people: 50 }],
  ]);
  const decided = await gatehouse.sql('SELECT developer_id FROM decisions JOIN developers d ON d.id = developer_id');
  expect(decided).toHaveLength(2 * BATCH);
});

test('an attempt that goes on looks at nobody again: two workers at once share the work', async () => {
  await gatehouse.sql('DELETE FROM developers');
  await crowd(3 * BATCH, 'twice.test');
  await succeed(setApprovalRules(gatehouse, [ofDomain('x.test', 'APPROVE')], admin, { applyToPending: true }));
  const [{ id } = { id: '' }] = await gatehouse.sql<{ id: string }>('SELECT id FROM portals WHERE slug = $1', ['demo']);
  await Promise.all([1, 2].map(() => evaluatePending(gatehouse.app, id, async () => true)));
  expect(await progress()).toMatchObject({ total: 3 * BATCH, queued: 3 * BATCH, finishedAt: expect.any(String) });
  await gatehouse.drain();
  expect(await progress()).toMatchObject({ queued: 3 * BATCH });
});

test('somebody whom an admin decides meanwhile stays as decided', async () => {
  await gatehouse.sql('DELETE FROM developers');
  await crowd(5, 'meanwhile.test');
  const [{ id } = { id: '' }] = await gatehouse.sql<{ id: string }>('SELECT id FROM developers ORDER BY id LIMIT 1');
  await succeed(setApprovalRules(gatehouse, [ofDomain('meanwhile.test', 'REFUSE')], admin, { applyToPending: true }));
  await whileHeld(
    gatehouse.databaseUrl,
    `SELECT FROM developers WHERE id = '${id}' FOR UPDATE`,
    () => gatehouse.drain(),
    (client) => client.query("UPDATE developers SET status = 'APPROVED' WHERE id = $1", [id]),
  );
  await gatehouse.drain();
  expect(await statuses('meanwhile.test')).toEqual([
    { status: 'APPROVED', people: 1 },
    { status: 'REJECTED', people: 4 },
  ]);
  expect(await gatehouse.sql('SELECT 1 FROM decisions WHERE developer_id = $1', [id])).toEqual([]);
  expect(await progress()).toMatchObject({ total: 5, refused: 4, finishedAt: expect.any(String) });
});

test('rules that change while it runs decide about the rest', async () => {
  await gatehouse.sql('DELETE FROM developers');
  await crowd(2 * BATCH, 'change.test');
  await succeed(setApprovalRules(gatehouse, [ofDomain('change.test', 'APPROVE')], admin, { applyToPending: true }));
  const [{ id } = { id: '' }] = await gatehouse.sql<{ id: string }>('SELECT id FROM portals WHERE slug = $1', ['demo']);
  let batches = 0;
  await evaluatePending(gatehouse.app, id, async () => ++batches === 1);
  await succeed(setApprovalRules(gatehouse, [ofDomain('change.test', 'REFUSE')], admin));
  await gatehouse.drain();
  expect(await statuses('change.test')).toEqual([
    { status: 'APPROVED', people: BATCH },
    { status: 'REJECTED', people: BATCH },
  ]);
});

test('a job that an older version left behind, without a record of its progress, is done', async () => {
  await gatehouse.sql('DELETE FROM developers');
  await crowd(3, 'older.test');
  await setApprovalRules(gatehouse, [ofDomain('older.test', 'APPROVE')], admin);
  await updatePortal(gatehouse, { applyToPending: true }, admin);
  await gatehouse.sql('DELETE FROM pending_evaluations');
  await gatehouse.drain();
  expect(await statuses('older.test')).toEqual([{ status: 'APPROVED', people: 3 }]);
});
