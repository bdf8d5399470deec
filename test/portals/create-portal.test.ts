import { expect, test } from 'vitest';
import { addAdmin, adminBearer, createPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await adminBearer(gatehouse);

const PORTAL = `query($slug: String!) {
  portal(slug: $slug) {
    slug name signUpUrl catalogUrl contactEmail registrationOpen passwordPolicy { minLength maxLength contextWords }
    settings { autoApprove publicUrl origins mailFrom showApplicants }
  }
}`;

const portal = async (slug: string, token?: string) =>
  (await gatehouse.graphql<{ portal: object | null }>(PORTAL, { slug }, { token })).data.portal;

test('a new portal has its pages here, decides nothing by itself, and takes registrations', async () => {
  expect(await createPortal(gatehouse, 'fresh', admin)).toEqual({
    __typename: 'CreatePortalSuccess',
    portal: { slug: 'fresh' },
  });
  const pages = `${gatehouse.url}/p/fresh`;
  expect(await portal('fresh', admin)).toEqual({
    slug: 'fresh',
    name: 'fresh portal',
    signUpUrl: `${pages}/sign-up`,
    catalogUrl: `${pages}/catalog`,
    contactEmail: 'help@fresh.test',
    registrationOpen: true,
    passwordPolicy: { minLength: 15, maxLength: 256, contextWords: [] },
    settings: { autoApprove: false, publicUrl: pages, origins: [], mailFrom: null, showApplicants: false },
  });
});

test('the log lists its settings, and nothing that workers note', async () => {
  const [created] = await gatehouse.sql<{ data: { after: object } }>(
    "SELECT data FROM events WHERE type = 'portal.created' AND data->'after'->>'slug' = 'fresh'",
  );
  expect(Object.keys(present(created).data.after).sort().join(' ')).toBe(
    'autoApprove botCheck branding catalogUrl contactEmail customPublicUrl defaultLocale deletionGraceDays id mailFrom name ' +
      'offeredLocales origins passwordContextWords passwordLogin passwordMinLength registrationOpen remindAfter secondFactor ' +
      'sessionLimit showApplicants slug ssoCallbacks termsUrl termsVersion undoWindow',
  );
});

test('it may have its pages elsewhere', async () => {
  const publicUrl = 'https://developers.acme.test/portal/';
  await createPortal(gatehouse, 'acme', admin, { publicUrl, contactEmail: 'Help@ACME.test' });
  expect(await portal('acme', admin)).toMatchObject({
    signUpUrl: 'https://developers.acme.test/portal/sign-up',
    catalogUrl: 'https://developers.acme.test/portal/catalog',
    contactEmail: 'Help@acme.test',
    settings: { publicUrl: 'https://developers.acme.test/portal' },
  });
});

test('strangers see what they need to register, and no settings', async () => {
  expect(await portal('acme')).toMatchObject({ name: 'acme portal', settings: null });
  const viewer = await addAdmin(gatehouse, 'viewer-of-fresh@roles.test', 'VIEWER', 'fresh');
  expect(await portal('acme', viewer)).toMatchObject({ settings: null });
  expect(await portal('fresh', viewer)).toMatchObject({ settings: { autoApprove: false } });
});

test.each(['nowhere', '', 'ACME', ' acme', 'acme\u0000', '%', 'a'.repeat(10_000), 'a\ud800'])(
  'there is no portal %j, and no error about it',
  async (slug) => {
    const { data, errors, status } = await gatehouse.graphql(PORTAL, { slug });
    expect([status, data, errors]).toEqual([200, { portal: null }, []]);
  },
);

test('a slug is taken once, also by 10 owners at the same moment', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => createPortal(gatehouse, 'wanted', admin)));
  expect(answers.filter(({ __typename }) => __typename === 'CreatePortalSuccess')).toHaveLength(1);
  const refused = answers.filter((answer) => answer.__typename === 'InvalidInput');
  expect(refused.map(({ issues }) => issues.map(({ path }) => path))).toEqual(Array.from({ length: 9 }, () => [['slug']]));
});

test.each([
  ['slug', ['', 'Demo', 'two words', '-demo', 'demo-', 'a/b', '..', 'a'.repeat(64), 'dé', 'demo\u0000', 'a;b', 'a=b']],
  ['name', ['', ' ', 'two\nlines', 'NUL\u0000', 'NEL \u0085 here', 'x'.repeat(257), 'half \ud800']],
  ['contactEmail', ['', 'nobody', 'a@evil.test,b@corp.test', 'Name <a@x.test>', 'a@x.test\nBcc: b@x.test']],
  [
    'publicUrl',
    [
      '',
      'acme.test',
      '/path',
      'javascript:alert(1)',
      'ftp://acme.test',
      'https://user:pw@acme.test',
      'https://acme.test/#x',
      `https://acme.test/${'x'.repeat(3_000)}`,
    ],
  ],
  ['catalogUrl', ['', 'javascript:alert(1)', 'https://user@acme.test']],
])('a %s that cannot be one is refused', async (field, values) => {
  for (const value of values) {
    const input = { slug: 'refused', name: 'Refused', contactEmail: 'help@refused.test', [field]: value };
    const answer = await createPortal(gatehouse, 'refused', admin, input);
    expect([value, answer]).toMatchObject([value, { __typename: 'InvalidInput', issues: [{ path: [field] }] }]);
  }
  expect(await portal('refused')).toBeNull();
});

test('a portal is opened by an OWNER of all portals and by nobody else', async () => {
  const attempts = {
    nobody: undefined,
    owner: await addAdmin(gatehouse, 'owner-of-acme@roles.test', 'OWNER', 'acme'),
    approver: await addAdmin(gatehouse, 'approver-of-all@roles.test', 'APPROVER', null),
    viewer: await addAdmin(gatehouse, 'viewer-of-all@roles.test', 'VIEWER', null),
  };
  for (const token of Object.values(attempts)) {
    expect(await createPortal(gatehouse, 'mine', token)).toMatchObject({ __typename: 'NotAllowed' });
  }
  expect(await portal('mine')).toBeNull();
  const second = await addAdmin(gatehouse, 'owner-of-all@roles.test', 'OWNER', null);
  expect(await createPortal(gatehouse, 'theirs', second)).toMatchObject({ __typename: 'CreatePortalSuccess' });
});

test('portals are listed by name, a page at a time, those in reach', async () => {
  const list = (token: string, args = '') =>
    gatehouse.graphql<{
      portals: { totalCount: number; edges: { cursor: string; node: { slug: string } }[]; pageInfo: object } | null;
    }>(
      `{ portals${args} { totalCount edges { cursor node { slug } } pageInfo { hasNextPage hasPreviousPage } } }`,
      {},
      { token },
    );
  await updatePortal(gatehouse, { name: 'AAA first of all' }, admin, 'wanted');
  const { data } = await list(admin);
  const slugs = present(data.portals).edges.map(({ node }) => node.slug);
  expect([slugs[0], slugs.toSorted(), data.portals?.totalCount]).toEqual(['wanted', ['acme', 'fresh', 'theirs', 'wanted'], 4]);
  const first = await list(admin, '(first: 2)');
  expect(first.data.portals?.edges.map(({ node }) => node.slug)).toEqual(slugs.slice(0, 2));
  expect(first.data.portals?.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false });
  const cursor = first.data.portals?.edges[1]?.cursor;
  const second = await list(admin, `(first: 2, after: "${cursor}")`);
  expect(second.data.portals?.edges.map(({ node }) => node.slug)).toEqual(slugs.slice(2));
  const viewer = await adminBearer(gatehouse, 'viewer-of-fresh@roles.test');
  const reach = await list(viewer);
  expect([reach.data.portals?.totalCount, reach.data.portals?.edges.map(({ node }) => node.slug)]).toEqual([1, ['fresh']]);
  // R34: a cursor is a place, asked of no portal: whether the one that it was made for exists changes nothing.
  for (const foreign of [cursor, data.portals?.edges[3]?.cursor]) {
    const [order, name] = JSON.parse(Buffer.from(String(foreign), 'base64url').toString());
    const madeUp = JSON.stringify([order, name, '01890000-0000-7000-8000-000000000000']);
    const outside = await list(viewer, `(first: 2, after: "${foreign}")`);
    const unknown = await list(viewer, `(first: 2, after: "${Buffer.from(madeUp).toString('base64url')}")`);
    expect([outside.data, outside.errors]).toEqual([unknown.data, []]);
  }
});
