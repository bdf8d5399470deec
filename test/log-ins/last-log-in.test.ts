import { expect, test } from 'vitest';
import { addAdmin, adminBearer, adminId, openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { approvedPerson, bearer, logIn, whoAmI } from '../kit/people.ts';
import { comeIn, connect } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);

type Node = { email: string; lastLogInAt: string | null };
type Listed = { edges: { node: Node; cursor: string }[]; pageInfo: { hasNextPage: boolean }; totalCount: number };

async function listed(what: 'developers' | 'admins', args: string, token = admin): Promise<Listed> {
  const { data, errors } = await gatehouse.graphql<Record<string, Listed>>(
    `{ list: ${what}(${args}) { totalCount edges { cursor node { email lastLogInAt } } pageInfo { hasNextPage } } }`,
    {},
    { token },
  );
  expect(errors).toEqual([]);
  return data['list'] ?? { edges: [], pageInfo: { hasNextPage: false }, totalCount: 0 };
}

const emails = ({ edges }: Listed) => edges.map(({ node }) => node.email.replace(/@.*/, ''));

const people = ['never', 'old', 'new'];
const ids = new Map<string, string>();
for (const name of people) ids.set(name, (await approvedPerson(gatehouse, `${name}@seen.test`, admin)).id);
for (const name of ['old', 'new']) await bearer(gatehouse, `${name}@seen.test`);
await gatehouse.sql("UPDATE developer_log_ins SET last_log_in_at = now() - interval '90 days' WHERE developer_id = $1", [
  ids.get('old'),
]);
const DAYS_30 = new Date(Date.now() - 30 * 86_400_000).toISOString();

test('developers are listed by their last log-in, page by page, those who never logged in with the smallest value', async () => {
  const of = (more: string) => `filter: { search: "@seen.test" }, ${more}`;
  expect(emails(await listed('developers', of('orderBy: { field: LAST_LOG_IN_AT, direction: DESC }')))).toEqual([
    'new',
    'old',
    'never',
  ]);
  expect(emails(await listed('developers', 'orderBy: { field: LAST_LOG_IN_AT }'))).toEqual(['never', 'old', 'new']);
  const seen: string[] = [];
  for (let after = ''; ; ) {
    const page = await listed(
      'developers',
      `portal: "demo", first: 1, orderBy: { field: LAST_LOG_IN_AT, direction: DESC }${after && `, after: "${after}"`}`,
    );
    seen.push(...emails(page));
    after = page.edges.at(-1)?.cursor ?? '';
    if (!page.pageInfo.hasNextPage) break;
  }
  expect(seen).toEqual(['new', 'old', 'never']);
  const { edges } = await listed('developers', of('last: 2, orderBy: { field: LAST_LOG_IN_AT, direction: DESC }'));
  expect(edges.map(({ node }) => node.lastLogInAt)).toEqual([expect.stringMatching(/^\d{4}-/), null]);
});

test.each([
  [`loggedInSince: "${DAYS_30}"`, ['new']],
  [`notLoggedInSince: "${DAYS_30}"`, ['old', 'never']],
  [`notLoggedInSince: "${DAYS_30}", hasLoggedIn: true`, ['old']],
  ['hasLoggedIn: false', ['never']],
  ['hasLoggedIn: true, status: [APPROVED]', ['new', 'old']],
  ['hasLoggedIn: true, status: [APPROVED, REVOKED], search: "old@"', ['old']],
])('developers with %s', async (filter, expected) => {
  const found = await listed('developers', `filter: { ${filter} }`);
  expect(emails(found).toSorted()).toEqual(expected.toSorted());
  expect(found.totalCount).toBe(expected.length);
  const byLogIn = await listed('developers', `filter: { ${filter} }, orderBy: { field: LAST_LOG_IN_AT, direction: DESC }`);
  expect(emails(byLogIn)).toEqual(expected);
});

test('each way of logging in counts, and only that', async () => {
  const at = async () => (await listed('developers', 'filter: { search: "never@" }')).edges[0]?.node.lastLogInAt;
  await logIn(gatehouse, 'never@seen.test', 'not the right password');
  expect(await at()).toBeNull();
  const begun = Date.now();
  const token = await bearer(gatehouse, 'never@seen.test');
  const first = await at();
  expect(Date.parse(String(first))).toBeGreaterThanOrEqual(begun - 1_000);
  await whoAmI(gatehouse, { token });
  expect(await at()).toBe(first);

  issuer.behave({ person: { sub: 'seen', email: 'sso@seen.test', email_verified: true } });
  await comeIn(await connect(gatehouse, issuer));
  const found = await listed('developers', 'filter: { search: "sso@seen" }');
  expect(found.edges[0]?.node.lastLogInAt).toMatch(/^\d{4}-/);
});

test('a developer sees the own last log-in, and a new account has none', async () => {
  const { data } = await gatehouse.graphql(
    '{ me(portal: "demo") { lastLogInAt } }',
    {},
    {
      token: await bearer(gatehouse, 'new@seen.test'),
    },
  );
  expect(data).toEqual({ me: { lastLogInAt: expect.stringMatching(/^\d{4}-/) } });
});

test('admins are listed by their last log-in and filtered by it', async () => {
  await addAdmin(gatehouse, 'old@admins.test', 'VIEWER', null);
  await addAdmin(gatehouse, 'never@admins.test', 'VIEWER', null);
  await adminBearer(gatehouse);
  const set = async (email: string, to: string) =>
    gatehouse.sql(`UPDATE admins SET last_log_in_at = ${to} WHERE id = $1`, [await adminId(gatehouse, email)]);
  await set('old@admins.test', "now() - interval '90 days'");
  await set('never@admins.test', "'epoch'");
  const owner = ADMIN.email.replace(/@.*/, '');
  expect(emails(await listed('admins', 'orderBy: { field: LAST_LOG_IN_AT }'))).toEqual(['never', 'old', owner]);
  expect(emails(await listed('admins', 'orderBy: { field: LAST_LOG_IN_AT, direction: DESC }, first: 2'))).toEqual([
    owner,
    'old',
  ]);
  expect(emails(await listed('admins', 'orderBy: { field: CREATED_AT, direction: ASC }, last: 1')).length).toBe(1);
  expect(emails(await listed('admins', `filter: { loggedInSince: "${DAYS_30}" }`))).toEqual([owner]);
  const dormant = await listed('admins', `filter: { notLoggedInSince: "${DAYS_30}" }`);
  expect([emails(dormant).toSorted(), dormant.totalCount]).toEqual([['never', 'old'], 2]);
  expect(dormant.edges.map(({ node }) => node.lastLogInAt)).toContain(null);
});
