import { expect, test } from 'vitest';
import { createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { statusOf, verifiedPerson } from '../kit/people.ts';

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
