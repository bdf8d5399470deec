import { beforeAll, expect, test } from 'vitest';
import { FEW, NEAR } from '../../domain/developers/list-developers.ts';
import { DevelopersDocument, type DevelopersQuery } from '../generated/operations.ts';
import { addAdmin, createPortal, openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { type Plan, plansOf } from '../kit/plans.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
for (const slug of ['second', 'third']) await createPortal(gatehouse, slug, admin);
const ofTwo = await addAdmin(gatehouse, 'two@plans.test', 'VIEWER', 'demo');
await setSignUpFields(gatehouse, [{ key: 'company', label: 'Company', kind: 'TEXT' }], admin);

const PEOPLE = 50_000;
const MINUTE = 60_000;
// People came one a minute, and the last thousand wait. Some of those before them have logged in since.
const LATELY = new Date(Date.now() - 1_000 * MINUTE).toISOString();
const LONG_AGO = new Date(Date.now() - (PEOPLE - 100) * MINUTE).toISOString();
/** A page is 20 rows. A filter passes over some, and each portal gives a page. */
const MOST_READ = 500;
/** Candidates of a search, and the one that shows that there are more. */
const MOST_FOUND = Math.max(FEW + 1, NEAR);

beforeAll(async () => {
  await gatehouse.sql(
    `INSERT INTO admin_roles (id, admin_id, portal_id, role) SELECT gen_random_uuid(), admins.id, portals.id, 'VIEWER'
     FROM admins, portals WHERE email = 'two@plans.test' AND slug = 'second'`,
  );
  // The newest wait. Nothing else depends on the order in which people came.
  await gatehouse.sql(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at, created_at, answers)
     SELECT gen_random_uuid(), portals.id, people.email, people.email, people.name,
       CASE WHEN NOT verified OR n > $1::int - 1000 THEN 'PENDING' WHEN dice < 50 THEN 'REJECTED' WHEN dice < 55 THEN 'REVOKED' ELSE 'APPROVED' END::"DeveloperStatus",
       CASE WHEN verified THEN now() END, now() - ($1::int - n) * interval '1 minute',
       CASE WHEN verified THEN jsonb_build_array(jsonb_build_object('field', 'company', 'value', 'Works ' || n % 9000)) ELSE '[]' END
     FROM (
       SELECT n, n * 7919 % 1000 AS dice, n * 3571 % 50 > 0 AS verified, md5(n::text) || '@' || (ARRAY['alpha.test', 'beta.test', 'gamma.test'])[1 + n % 3] AS email,
         'Name ' || md5('x' || n) AS name
       FROM generate_series(1, $1::int) n
     ) people, portals
     WHERE slug = CASE WHEN n % 50 = 0 THEN 'second' WHEN n % 50 = 1 THEN 'third' ELSE 'demo' END`,
    [PEOPLE],
  );
  // Half of those who were approved have logged in, each at another time.
  await gatehouse.sql(
    `UPDATE developer_log_ins SET last_log_in_at = created_at + interval '1 hour' FROM developers
     WHERE id = developer_id AND status IN ('APPROVED', 'REVOKED') AND hashtext(email) % 2 = 0`,
  );
  // One in 500 bounced or complained, here and there.
  await gatehouse.sql(
    `INSERT INTO mail_states (id, developer_id, portal_id, state)
     SELECT id, id, portal_id, CASE WHEN hashtext(email) % 1000 = 0 THEN 'BOUNCED' ELSE 'DEFERRED' END::"Delivery" FROM developers
     WHERE hashtext(email) % 500 = 0`,
  );
  await gatehouse.sql('VACUUM ANALYZE mail_states');
  await gatehouse.sql('VACUUM ANALYZE developers');
  await gatehouse.sql('VACUUM ANALYZE developer_log_ins');
  await gatehouse.sql('VACUUM ANALYZE developer_texts');
}, 120_000);

async function listed(
  args: object,
  token = admin,
): Promise<{ plans: Plan[]; list: NonNullable<DevelopersQuery['developers']> }> {
  let answer: DevelopersQuery['developers'] | undefined;
  const plans = await plansOf(gatehouse.databaseUrl, '(developers|developer_texts|developer_log_ins)', async () => {
    const { data, errors } = await gatehouse.graphql<DevelopersQuery>(String(DevelopersDocument), args, { token });
    expect(errors).toEqual([]);
    answer = data.developers;
  });
  return { plans, list: present(answer) };
}

const isCount = ({ statement }: Plan) => statement.includes('count(*)');
const ofDevelopers = (plans: Plan[]) => pages(plans).filter(({ statement }) => statement.includes('developers developer'));
const pages = (plans: Plan[]) => plans.filter((plan) => !isCount(plan));
const wasteful = (plans: Plan[], most: number) =>
  plans.filter(({ scanned, read }) => scanned.includes('developers') || read > most);

const ORDERS = [
  ['EMAIL', 'email', 'developers_portal_id_email_key'],
  ['FULL_NAME', 'full_name', 'developers_portal_id_full_name_id_idx'],
  ['CREATED_AT', 'created_at', 'developers_portal_id_created_at_id_idx'],
  ['UPDATED_AT', 'updated_at', 'developers_portal_id_updated_at_id_idx'],
  ['STATUS', 'status, created_at', 'developers_portal_id_status_created_at_id_idx'],
  ['LAST_LOG_IN_AT', 'last_log_in_at', 'developer_log_ins_portal_id_last_log_in_at_developer_id_idx'],
] as const;

const FIELDS: Record<string, string> = {
  full_name: 'fullName',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  last_log_in_at: 'lastLogInAt',
};

/** The cursor of a row in the middle of the list. */
async function middle(columns: string, direction: string): Promise<string> {
  const [row] = await gatehouse.sql<Record<string, unknown>>(
    `SELECT * FROM developers JOIN (SELECT developer_id, last_log_in_at FROM developer_log_ins) log_in ON developer_id = id WHERE portal_id = (SELECT id FROM portals WHERE slug = 'demo') ORDER BY ${columns}, id OFFSET 24000 LIMIT 1`,
  );
  const names = columns.split(', ');
  const keys = names.map((name) => present(row)[name]).map((key) => (key instanceof Date ? key.toISOString() : key));
  const order = names.map((name) => `${FIELDS[name] ?? name} ${direction}`).join(', ');
  return Buffer.from(JSON.stringify([order, ...keys, present(row)['id']])).toString('base64url');
}

test.each(ORDERS)('each page in the order of %s comes from its index, however deep', async (field, columns, index) => {
  for (const direction of ['ASC', 'DESC'] as const) {
    const orderBy = { field, direction };
    const cursor = await middle(columns, direction.toLowerCase());
    for (const page of [{}, { last: 20 }, { after: cursor }, { before: cursor, last: 20 }]) {
      const { plans, list } = await listed({ portal: 'demo', orderBy, ...page });
      expect(list.edges).toHaveLength(20);
      expect(wasteful(pages(plans), MOST_READ)).toEqual([]);
      expect(pages(plans).flatMap(({ indexes }) => indexes)).toContain(index);
    }
  }
});

test.each([
  ['those who wait', { status: ['PENDING'] }],
  ['a rare status', { status: ['REVOKED'] }],
  ['two statuses', { status: ['REVOKED', 'REJECTED'] }],
  ['a frequent status', { status: ['APPROVED'] }],
  ['verified people', { emailVerified: true }],
  ['an answer', { answers: [{ field: 'company', value: 'Works 4711' }] }],
  ['addresses that bounced', { mailState: ['BOUNCED'] }],
  ['addresses that take emails', { mailState: ['OK', 'DEFERRED'] }],
])('a filter for %s reads few rows, from the newest and from the oldest', async (_, filter) => {
  for (const direction of ['ASC', 'DESC']) {
    const { plans, list } = await listed({ portal: 'demo', filter, orderBy: { field: 'CREATED_AT', direction } });
    expect(list.edges.length).toBeGreaterThan(0);
    expect(wasteful(pages(plans), MOST_READ)).toEqual([]);
  }
});

test.each([
  ['those who logged in lately', { loggedInSince: LATELY }, 'CREATED_AT'],
  ['those who logged in lately', { loggedInSince: LATELY }, 'LAST_LOG_IN_AT'],
  ['those who have not logged in for long', { notLoggedInSince: LONG_AGO }, 'CREATED_AT'],
  ['those who have not logged in for long', { notLoggedInSince: LONG_AGO, hasLoggedIn: true }, 'LAST_LOG_IN_AT'],
  ['those who never logged in', { hasLoggedIn: false }, 'CREATED_AT'],
  ['approved people', { status: ['APPROVED'] }, 'LAST_LOG_IN_AT'],
])('a filter for %s, %j, in the order of %s, reads few rows', async (_, filter, field) => {
  for (const direction of ['ASC', 'DESC']) {
    const { plans, list } = await listed({ portal: 'demo', filter, orderBy: { field, direction } });
    expect(list.edges.length).toBeGreaterThan(0);
    expect(wasteful(pages(plans), MOST_READ)).toEqual([]);
  }
});

test.each([
  ['an email address', 'c81e728d9d4c2f636f067f89cc14862c@gamma.test'],
  ['a part of an email address', '728d9d4c2f636f067'],
  ['a name', 'Name 7c'],
  ['a part of a name', 'e 7cb5a'],
  ['an answer', 'works 4711'],
  ['a text that nobody has', 'nobody has this'],
])('a search for %s uses the index of texts', async (_, search) => {
  const { plans } = await listed({ portal: 'demo', filter: { search } });
  expect(pages(plans).flatMap(({ indexes }) => indexes)).toContain('developer_texts_text_idx');
  expect(wasteful(plans, MOST_FOUND)).toEqual([]);
});

test('a search for a domain that a third of the people have reads the list in its order', async () => {
  const { plans, list } = await listed({ portal: 'demo', filter: { search: '@beta.test' } });
  expect(list.edges).toHaveLength(20);
  expect(wasteful(ofDevelopers(plans), NEAR)).toEqual([]);
  expect(pages(plans).flatMap(({ indexes }) => indexes)).toContain('developers_portal_id_created_at_id_idx');
});

test('a search for a text that a few in a hundred have finds them too, whichever way', async () => {
  const { list } = await listed({ portal: 'demo', filter: { search: 'Name 7' }, orderBy: { field: 'FULL_NAME' } });
  const rows = await gatehouse.sql<{ email: string }>(
    `SELECT email FROM developers WHERE portal_id = (SELECT id FROM portals WHERE slug = 'demo') AND full_name LIKE 'Name 7%'
     ORDER BY full_name, id LIMIT 20`,
  );
  expect(list.edges.map(({ node }) => node.email)).toEqual(rows.map(({ email }) => email));
});

test.each([
  ['of two portals', () => ofTwo],
  ['of all portals', () => admin],
])('a page for an admin %s takes the first rows of each', async (_, token) => {
  for (const [field, , index] of ORDERS) {
    const { plans } = await listed({ orderBy: { field, direction: 'DESC' } }, token());
    expect(
      wasteful(
        pages(plans).filter(({ statement }) => statement.includes('LATERAL')),
        MOST_READ,
      ),
    ).toEqual([]);
    expect(pages(plans).flatMap(({ indexes }) => indexes)).toContain(index);
  }
});

test('a count ends at 10,000', async () => {
  const { plans, list } = await listed({ portal: 'demo' });
  expect(list.totalCount).toBe(10_000);
  expect(plans.filter(isCount).map(({ read }) => read < 11_000)).toEqual([true]);
});
