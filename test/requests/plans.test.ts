import { beforeAll, expect, test } from 'vitest';
import { RequestsDocument, type RequestsQuery } from '../generated/operations.ts';
import { addAdmin, createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { type Plan, plansOf } from '../kit/plans.ts';
import { present } from '../kit/present.ts';
import { claimRequests } from '../kit/requests.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
for (const slug of ['second', 'third']) await createPortal(gatehouse, slug, admin);
const approver = await addAdmin(gatehouse, 'approver@plans.test', 'APPROVER', 'second');
const ofTwo = await addAdmin(gatehouse, 'two@plans.test', 'APPROVER', 'third');

const PEOPLE = 50_000;
/** A page is 20 rows, of each portal. */
const MOST_READ = 500;

beforeAll(async () => {
  await gatehouse.sql(
    `INSERT INTO admin_roles (id, admin_id, portal_id, role) SELECT gen_random_uuid(), admins.id, portals.id, 'APPROVER'
     FROM admins, portals WHERE email = 'two@plans.test' AND slug = 'second'`,
  );
  // Nearly all requests are of the first portal, and older than those of the others.
  await gatehouse.sql(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at, queued_by_rule, awaits_applicant_until)
     SELECT gen_random_uuid(), portals.id, n || '@plans.test', n || '@plans.test', 'Name', CASE WHEN n % 2 = 0 THEN 'APPROVED' ELSE 'PENDING' END::"DeveloperStatus",
       now() - ($1::int - n) * interval '1 minute', CASE WHEN n % 500 = 1 THEN 'Rare' WHEN n % 3 = 1 THEN 'Frequent' END,
       CASE WHEN n % 1000 = 501 THEN now() + interval '1 day' END
     FROM generate_series(1, $1::int) n, portals
     WHERE slug = CASE WHEN n > $1::int - 1000 THEN 'second' WHEN n > $1::int - 1500 THEN 'third' ELSE 'demo' END`,
    [PEOPLE],
  );
  await gatehouse.sql('VACUUM ANALYZE developers');
}, 120_000);

async function listed(args: object, token = admin) {
  let list: RequestsQuery['requests'] | undefined;
  const plans = await plansOf(gatehouse.databaseUrl, 'developers', async () => {
    const { data, errors } = await gatehouse.graphql<RequestsQuery>(String(RequestsDocument), args, { token });
    expect(errors).toEqual([]);
    list = data.requests;
  });
  return { list: present(list), plans };
}

/** The statement of a page is the one that is sorted by the time of waiting and counts nothing. */
const pages = (plans: Plan[]) =>
  plans.filter(({ statement }) => statement.includes('waiting_since') && !statement.includes('count(*)'));
const scans = (plans: Plan[]) => plans.filter(({ scanned }) => scanned.includes('developers'));
const wasteful = (plans: Plan[]) => plans.filter(({ read }) => read > MOST_READ);
const indexes = (plans: Plan[]) => plans.flatMap((plan) => plan.indexes);

async function middle(portal: string): Promise<string> {
  const [row] = await gatehouse.sql<{ id: string; waiting_since: Date }>(
    `SELECT developers.id, waiting_since FROM developers JOIN portals ON portals.id = portal_id
     WHERE slug = $1 AND waiting_since IS NOT NULL ORDER BY waiting_since OFFSET 240 LIMIT 1`,
    [portal],
  );
  const { id, waiting_since } = present(row);
  return Buffer.from(JSON.stringify(['waitingSince asc', waiting_since.toISOString(), id])).toString('base64url');
}

test.each([
  ['of one portal', { portal: 'demo' }, () => admin],
  ['of one small portal', { portal: 'second' }, () => admin],
  ['of all portals', {}, () => admin],
  ['of the portal of the admin', {}, () => approver],
  ['of two portals of the admin', {}, () => ofTwo],
])('each page %s comes from the index of requests, however deep', async (_, args, token) => {
  const cursor = await middle('portal' in args ? args.portal : token() === admin ? 'demo' : 'second');
  for (const page of [{}, { last: 20 }, { after: cursor }, { before: cursor, last: 20 }]) {
    const { list, plans } = await listed({ ...args, ...page }, token());
    expect(list.edges).toHaveLength(20);
    expect(pages(plans)).not.toEqual([]);
    expect([scans(plans), wasteful(pages(plans))]).toEqual([[], []]);
    expect(indexes(pages(plans))).toContain('developers_requests_idx');
  }
});

test.each([
  ['those that wait since before a time', { waitingBefore: new Date(0).toISOString() }, 0],
  ['a rare rule', { queuedByRule: 'Rare' }, 20],
  ['a frequent rule', { queuedByRule: 'Frequent' }, 20],
  ['the own claims', { claimedBy: 'ME' }, 0],
  ['those that nobody has claimed', { claimedBy: 'NOBODY' }, 20],
  ['those that wait for the person', { waitingForApplicant: true }, 20],
  ['those that wait for an admin', { waitingForApplicant: false }, 20],
])('a filter for %s reads few rows', async (_, filter, found) => {
  const { list, plans } = await listed({ portal: 'demo', filter });
  expect(list.edges).toHaveLength(found);
  expect([scans(pages(plans)), wasteful(pages(plans))]).toEqual([[], []]);
});

/** The plans of statements that the server plans once for all values. */
const fixedPlans = (act: () => Promise<unknown>) => plansOf(gatehouse.databaseUrl, 'developers', act, 'FOR_ALL_VALUES');

test('counts end at 10,000, and read little more', async () => {
  const counts = (portal: string | null) => async () => {
    const document = 'query($portal: String) { requests(portal: $portal) { counts { waiting } } }';
    const { data } = await gatehouse.graphql(document, { portal }, { token: admin });
    expect(data).toEqual({ requests: { counts: { waiting: portal ? 249 : 10_000 } } });
  };
  const [large, small] = [await fixedPlans(counts(null)), await fixedPlans(counts('third'))];
  expect(large.map(({ read, scanned }) => [read < 11_000, scanned])).toEqual([[true, ['portals']]]);
  expect([indexes(small), wasteful(small)]).toEqual([expect.arrayContaining(['developers_requests_idx']), []]);
});

test('a claim takes the first rows of the index of requests, of each portal', async () => {
  for (const [input, token] of [
    [{ count: 5, portal: 'demo' }, admin],
    [{ count: 5 }, admin],
    [{ count: 5 }, approver],
  ] as const) {
    const plans = await fixedPlans(async () => {
      const { results } = await succeed(claimRequests(gatehouse, input, token));
      expect(results).toHaveLength(5);
    });
    const locking = plans.filter(({ statement }) => statement.includes('SKIP LOCKED'));
    expect(indexes(locking)).toContain('developers_requests_idx');
    // The oldest of three portals, and 400 more for admins who claim at the same moment.
    expect(locking.map(({ read }) => read > 3 * 410)).toEqual([false]);
    expect(scans(plans)).toEqual([]);
  }
});
