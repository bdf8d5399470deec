import { beforeEach, expect, test } from 'vitest';
import { RequestsDocument, type RequestsQuery } from '../generated/operations.ts';
import { addAdmin, createPortal, decide, openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { approvedPerson, bearer, signUp, verifiedPerson } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { askDevelopers } from '../kit/questions.ts';
import { claimRequests, seedRequests } from '../kit/requests.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', admin);
const viewer = await addAdmin(gatehouse, 'viewer@requests.test', 'VIEWER', 'demo');
const approver = await addAdmin(gatehouse, 'approver@requests.test', 'APPROVER', null);

beforeEach(() => gatehouse.sql('DELETE FROM developers'));

async function ask(args: object = {}, token: string | undefined = admin) {
  const { data, errors } = await gatehouse.graphql<RequestsQuery>(String(RequestsDocument), args, { token });
  expect(errors).toEqual([]);
  return present(data.requests);
}

const list = async (args: object = {}, token?: string) =>
  (await ask(args, token)).edges.map(({ node }) => node.email.replace(/@.*/, ''));

test('the one that has waited longest comes first; only people with a verified address who wait are requests', async () => {
  await seedRequests(gatehouse, 'b', 2);
  await seedRequests(gatehouse, 'a', 1, 'second');
  await signUp(gatehouse, 'unverified@requests.test');
  await approvedPerson(gatehouse, 'approved@requests.test', admin);
  const { id } = await verifiedPerson(gatehouse, 'newest@requests.test');
  await gatehouse.sql("UPDATE developers SET email_verified_at = email_verified_at - interval '1 s' WHERE email = 'a1@a.test'");
  expect(await list()).toEqual(['a1', 'b1', 'b2', 'newest']);
  expect(await list({ portal: 'second' })).toEqual(['a1']);
  expect(await list({}, viewer)).toEqual(['b1', 'b2', 'newest']);
  await decide(gatehouse, 'reject', [id], admin);
  expect(await list()).toEqual(['a1', 'b1', 'b2']);
  expect(await list({ last: 1 })).toEqual(['b2']);
});

test('pages follow each other by the time of waiting, also when requests leave the list', async () => {
  const ids = await seedRequests(gatehouse, 'p', 9);
  await gatehouse.sql("UPDATE developers SET email_verified_at = date_trunc('day', email_verified_at)");
  const all = await list();
  const pages: string[] = [];
  for (let after: string | null = null; pages.length < ids.length; ) {
    const page: Awaited<ReturnType<typeof ask>> = await ask({ first: 2, after });
    pages.push(...page.edges.map(({ node }) => node.email.replace(/@.*/, '')));
    await decide(gatehouse, 'approve', [present(page.edges.at(-1)).node.id], admin);
    after = page.pageInfo.endCursor;
  }
  expect(pages).toEqual(all);
});

test('counts say how many wait, are claimed and wait for the person, at the portals of the list', async () => {
  const empty = { waiting: 0, claimed: 0, waitingForApplicant: 0, oldestSince: null };
  expect((await ask()).counts).toEqual(empty);
  const [first, second, third] = await seedRequests(gatehouse, 'c', 4);
  await seedRequests(gatehouse, 's', 1, 'second');
  await gatehouse.sql("UPDATE developers SET awaits_applicant_until = now() + interval '1 day' WHERE id = $1", [first]);
  await gatehouse.sql("UPDATE developers SET awaits_applicant_until = now() - interval '1 s' WHERE id = $1", [second]);
  await claimRequests(gatehouse, { ids: [present(third)] }, approver);
  const { counts, totalCount, edges } = await ask({ portal: 'demo', filter: { claimedBy: 'NOBODY' } });
  const oldestSince = edges.find(({ node }) => node.id === second)?.node.waitingSince;
  expect(counts).toEqual({ waiting: 3, claimed: 1, waitingForApplicant: 1, oldestSince });
  expect(totalCount).toBe(3);
  expect((await ask({}, viewer)).counts).toEqual(counts);
  expect((await ask()).counts).toMatchObject({ waiting: 4, claimed: 1, waitingForApplicant: 1 });
  expect((await ask({ portal: 'second' })).counts).toMatchObject({ waiting: 1, claimed: 0, waitingForApplicant: 0 });
});

test('filters: waiting before, the rule, claimed by me or by nobody, waiting for the person, answers, text', async () => {
  const ids = await seedRequests(gatehouse, 'f', 6);
  const set = (at: number, what: string) => gatehouse.sql(`UPDATE developers SET ${what} WHERE id = $1`, [ids[at - 1]]);
  await set(1, `queued_by_rule = 'Free mail'`);
  await set(2, `queued_by_rule = 'free mail'`);
  await set(3, `awaits_applicant_until = now() + interval '1 day'`);
  await set(6, `full_name = 'Grace 100%', answers = '[{"field": "company", "value": "Acme"}]'`);
  await setSignUpFields(gatehouse, [{ key: 'company', label: 'Company', kind: 'TEXT' }], admin);
  await claimRequests(gatehouse, { ids: ids.slice(3, 4) }, approver);
  await claimRequests(gatehouse, { ids: ids.slice(4, 5) }, admin);
  const { edges } = await ask();
  expect(await list({ filter: { waitingBefore: edges[2]?.node.waitingSince } })).toEqual(['f1', 'f2']);
  expect(await list({ filter: { queuedByRule: 'Free mail' } })).toEqual(['f1']);
  expect(await list({ filter: { claimedBy: 'ME' } })).toEqual(['f5']);
  expect(await list({ filter: { claimedBy: 'ME' } }, viewer)).toEqual([]);
  expect(await list({ filter: { claimedBy: 'NOBODY' } })).toEqual(['f1', 'f2', 'f3', 'f6']);
  expect(await list({ filter: { waitingForApplicant: true } })).toEqual(['f3']);
  expect(await list({ filter: { waitingForApplicant: false, claimedBy: 'NOBODY' } })).toEqual(['f1', 'f2', 'f6']);
  expect(await list({ filter: { search: '100%' } })).toEqual(['f6']);
  expect(await list({ filter: { search: 'acm', waitingForApplicant: false } })).toEqual(['f6']);
  expect(await list({ filter: { search: '@f.test', claimedBy: 'ME' } })).toEqual(['f5']);
  expect(await list({ filter: { answers: [{ field: 'company', value: 'Acme' }] } })).toEqual(['f6']);
  expect(
    await list({ filter: { search: null, answers: null, claimedBy: null, waitingBefore: null, queuedByRule: null } }),
  ).toHaveLength(6);
});

test('the person sees nothing of the queue', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'ada@requests.test', admin);
  const token = await bearer(gatehouse, email);
  await gatehouse.sql(
    "UPDATE developers SET claimed_by_id = (SELECT id FROM admins LIMIT 1), claimed_until = now() + interval '1 h', queued_by_rule = 'Free mail'",
  );
  const fields = 'waitingSince askedAt queuedByRule claimedUntil claimedBy { email }';
  const { data } = await gatehouse.graphql(`{ me(portal: "demo") { ${fields} } }`, {}, { token });
  const nothing = { waitingSince: null, askedAt: null, queuedByRule: null, claimedUntil: null, claimedBy: null };
  expect(data).toEqual({ me: nothing });
  // A decided registration is no request, and has no claim.
  const seen = await gatehouse.graphql(`query($id: ID!) { developer(id: $id) { ${fields} } }`, { id }, { token: admin });
  expect(seen.data).toEqual({ developer: { ...nothing, queuedByRule: 'Free mail' } });
});

test('askedAt is the time of the open question, and null once that has ended', async () => {
  const [id = ''] = await seedRequests(gatehouse, 'q', 1);
  const asked = async () => (await ask()).edges[0]?.node.askedAt;
  expect(await asked()).toBeNull();
  await succeed(askDevelopers(gatehouse, [id], 'Who are you?', admin));
  expect(await asked()).toMatch(/^20/);
  await gatehouse.sql('UPDATE developers SET awaits_applicant_until = now()');
  expect(await asked()).toBeNull();
});

test.each([{ filter: { queuedByRule: 'a\u0000' } }, { first: 101 }, { after: 'no cursor' }])(
  '%j is refused as input',
  async (args) => {
    const { data, errors } = await gatehouse.graphql<RequestsQuery>(String(RequestsDocument), args, { token: admin });
    expect([data.requests, errors.map(({ extensions }) => extensions?.code)]).toEqual([null, ['INVALID_INPUT']]);
  },
);

test.each(['tomorrow', '2026-02-31T25:00:00Z', '0000-01-01T00:00:00Z', '2026-01-01', 7])(
  '%j is no time',
  async (waitingBefore) => {
    const args = { filter: { waitingBefore } };
    const { errors } = await gatehouse.graphql(String(RequestsDocument), args, { token: admin });
    expect(JSON.stringify(errors)).toContain('A time must be written like');
  },
);

test('a portal out of reach is one that does not exist', async () => {
  for (const portal of ['second', 'nowhere', '']) {
    const { data, errors } = await gatehouse.graphql<RequestsQuery>(String(RequestsDocument), { portal }, { token: viewer });
    expect([data.requests, errors.map(({ extensions }) => extensions?.code)]).toEqual([null, ['NOT_ALLOWED']]);
  }
});
