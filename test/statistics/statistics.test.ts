import { expect, test } from 'vitest';
import { MOST_DAYS, MOST_WAITS } from '../../domain/statistics/count-days.ts';
import { COUNTED_MAILS_MS } from '../../domain/statistics/count-mails.ts';
import { StatisticsDocument, type StatisticsQuery } from '../generated/operations.ts';
import { addAdmin, createPortal, decide, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { verifiedPerson } from '../kit/people.ts';
import { plansOf } from '../kit/plans.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);
const ofOther = await addAdmin(gatehouse, 'other@statistics.test', 'VIEWER', 'other');

const ask = (variables: { portal?: string; days?: number }, token?: string) =>
  gatehouse.graphql<StatisticsQuery>(String(StatisticsDocument), variables, token ? { token } : {});
const statisticsOf = async (variables: { portal?: string; days?: number }, token = admin) =>
  (await ask(variables, token)).data.statistics;

const PEOPLE = 50_000;
const nothing = { verified: 0, approved: 0, rejected: 0, medianWaitSeconds: null };

test('each day has its verified, approved and rejected people and their median wait, and today is the last day', async () => {
  const people = [];
  for (const name of ['ada', 'grace', 'alan', 'joan']) people.push(await verifiedPerson(gatehouse, `${name}@statistics.test`));
  const [ada, grace, alan] = people.map(({ id }) => id);
  await gatehouse.sql(
    `UPDATE developers SET email_verified_at = CASE id WHEN $1 THEN now() - interval '50 hours' WHEN $2 THEN now() - interval '60 hours' ELSE now() END`,
    [ada, grace],
  );
  await decide(gatehouse, 'approve', [String(ada)], admin);
  await decide(gatehouse, 'approve', [String(grace)], admin);
  await decide(gatehouse, 'reject', [String(alan)], admin);
  const days = (await statisticsOf({ portal: 'demo', days: 5 }))?.days ?? [];
  const [{ today } = { today: '' }] = await gatehouse.sql<{ today: string }>(
    `SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today`,
  );
  const sum = (name: 'verified' | 'approved' | 'rejected') => days.reduce((total, day) => total + day[name], 0);
  expect(days).toHaveLength(5);
  expect(days[4]).toMatchObject({ date: today, verified: 2, approved: 2, rejected: 1 });
  expect([sum('verified'), sum('approved'), sum('rejected')]).toEqual([4, 2, 1]);
  expect(days[0]).toMatchObject(nothing);
  const median = days[4]?.medianWaitSeconds ?? 0;
  expect(Math.abs(median - 50 * 3_600)).toBeLessThan(120);
});

test('an undone decision does not count, also if it was undone on another day', async () => {
  const { id } = await verifiedPerson(gatehouse, 'undone@statistics.test');
  const before = await statisticsOf({ days: 2 });
  await gatehouse.sql(
    `WITH made AS (
       INSERT INTO decisions (id, portal_id, developer_id, "from", "to", by, created_at)
       SELECT gen_random_uuid(), portal_id, id, 'PENDING', 'APPROVED', 'RULE', now() - interval '1 day' FROM developers WHERE id = $1 RETURNING *
     )
     INSERT INTO decisions (id, portal_id, developer_id, "from", "to", by, undoes_id)
     SELECT gen_random_uuid(), portal_id, developer_id, 'APPROVED', 'PENDING', 'RULE', id FROM made`,
    [id],
  );
  expect(await statisticsOf({ days: 2 })).toEqual(before);
});

test('emails are counted by how the mail server took them, those of the last 7 days', async () => {
  await gatehouse.sql(`DELETE FROM jobs`);
  await gatehouse.sql(
    `INSERT INTO jobs (id, queue, portal_id, name, payload, status, finished_at, accepted_at, last_error, due_at)
     SELECT gen_random_uuid(), 'MAILS', portals.id, 'sendApprovedEmail', '{}', job.status::"JobStatus", job.at, job.accepted, job.error, now() + interval '1 day'
     FROM portals, (VALUES
       ('DONE', now(), now(), NULL), ('DONE', now(), NULL, NULL), ('QUEUED', NULL, NULL, '451'), ('QUEUED', NULL, NULL, NULL),
       ('FAILED', now(), NULL, '550'), ('FAILED', now() - $1 * interval '1 millisecond' - interval '1 hour', NULL, '550')
     ) job(status, at, accepted, error) WHERE slug = 'demo'`,
    [COUNTED_MAILS_MS],
  );
  expect((await statisticsOf({}))?.mails).toEqual({ accepted: 1, deferred: 1, failed: 1 });
});

test('an admin sees the portals in reach, and no stranger sees any', async () => {
  const { days, mails } = (await statisticsOf({ days: 1 }, ofOther)) ?? {};
  expect([days, mails]).toEqual([[expect.objectContaining(nothing)], { accepted: 0, deferred: 0, failed: 0 }]);
  for (const [portal, token] of [
    ['demo', ofOther],
    ['demo', undefined],
    ['absent', admin],
  ] as const) {
    const { errors } = await ask({ portal }, token);
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['NOT_ALLOWED']);
  }
});

test('it covers 1 to 90 days', async () => {
  expect((await statisticsOf({ days: MOST_DAYS }))?.days).toHaveLength(90);
  for (const days of [0, MOST_DAYS + 1]) expect((await ask({ days }, admin)).errors[0]?.message).toContain('Must be 1 to 90.');
});

test('older people and decisions are not read, and the median reads the newest 10,000 decisions', async () => {
  await gatehouse.sql(
    `WITH people AS (
       INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at, updated_at)
       SELECT gen_random_uuid(), portals.id, n || '@many.test', n || '@many.test', 'Many', 'APPROVED', now() - interval '200 days', now()
       FROM portals, generate_series(1, $1::int) n WHERE slug = 'demo' RETURNING id, portal_id
     )
     INSERT INTO decisions (id, portal_id, developer_id, "from", "to", by, admin_id, created_at)
     SELECT gen_random_uuid(), portal_id, people.id, 'PENDING', 'APPROVED', 'ADMIN', admins.id, now() - interval '199 days'
     FROM people, (SELECT id FROM admins LIMIT 1) admins`,
    [PEOPLE],
  );
  await gatehouse.sql('VACUUM ANALYZE developers, decisions');
  for (const variables of [{ portal: 'demo' }, {}]) {
    const plans = await plansOf(gatehouse.databaseUrl, 'developers', () => ask(variables, admin));
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.filter(({ read }) => read > 500)).toEqual([]);
    expect(plans.flatMap(({ indexes }) => indexes)).toEqual(expect.arrayContaining(['developers_verified_idx']));
  }
  expect(MOST_WAITS).toBe(10_000);
});
