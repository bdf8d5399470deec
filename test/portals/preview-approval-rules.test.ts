import { expect, test } from 'vitest';
import { MOST_LISTED, MOST_PENDING, MOST_RECENT, READ_TOGETHER } from '../../domain/portals/preview-approval-rules.ts';
import {
  type ApprovalRuleInput,
  PreviewApprovalRulesDocument,
  type PreviewApprovalRulesQueryVariables,
} from '../generated/operations.ts';
import { addAdmin, decide, openDemoPortal, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { ofDomain, setApprovalRules } from '../kit/approval-rules.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { statusOf, verifiedPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const RULES = [ofDomain('friend.test', 'APPROVE'), ofDomain('*.foe.test', 'REFUSE'), ofDomain('odd.test', 'QUEUE')];

const ask = (more: Partial<PreviewApprovalRulesQueryVariables> = {}, token = admin) =>
  gatehouse.graphql(PreviewApprovalRulesDocument, { portal: 'demo', rules: RULES, over: 'PENDING', ...more }, { token });

const preview = async (more: Partial<PreviewApprovalRulesQueryVariables> = {}) => {
  const { data, text } = await ask(more);
  if (!data?.previewApprovalRules) throw new Error(text);
  return data.previewApprovalRules;
};

/** Without ids and times, which differ between two runs. */
const state = () =>
  gatehouse.sql(`SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM jobs) AS jobs,
    (SELECT count(*) FROM decisions) AS decisions, (SELECT array_agg(d ORDER BY id) FROM developers d) AS developers,
    (SELECT array_agg(p) FROM portals p) AS portals`);

const PEOPLE = ['a@friend.test', 'b@x.foe.test', 'c@odd.test', 'd@other.test', 'e@friend.test'];

test('it counts those who wait by rule and outcome, lists the first, and changes nothing', async () => {
  for (const email of PEOPLE) await verifiedPerson(gatehouse, email);
  await gatehouse.drain();
  const before = await state();
  const shown = await preview({ first: 3 });
  expect(shown).toEqual({
    evaluated: 5,
    counts: [
      { rule: 'APPROVE friend.test', then: 'APPROVE', status: 'PENDING', people: 2 },
      { rule: 'REFUSE *.foe.test', then: 'REFUSE', status: 'PENDING', people: 1 },
      { rule: 'QUEUE odd.test', then: 'QUEUE', status: 'PENDING', people: 1 },
      { rule: null, then: 'QUEUE', status: 'PENDING', people: 1 },
    ],
    people: [
      { developer: { email: 'a@friend.test', status: 'PENDING' }, rule: 'APPROVE friend.test', then: 'APPROVE' },
      { developer: { email: 'b@x.foe.test', status: 'PENDING' }, rule: 'REFUSE *.foe.test', then: 'REFUSE' },
      { developer: { email: 'c@odd.test', status: 'PENDING' }, rule: 'QUEUE odd.test', then: 'QUEUE' },
    ],
  });
  expect(await state()).toEqual(before);
});

test('where no rule matches, autoApprove decides', async () => {
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  expect((await preview({ first: 0, rules: [] })).counts).toEqual([
    { rule: null, then: 'APPROVE', status: 'PENDING', people: 5 },
  ]);
  await updatePortal(gatehouse, { autoApprove: false }, admin);
});

test('over RECENT it shows what was decided beside what would be, the newest first', async () => {
  const { id } = await verifiedPerson(gatehouse, 'f@friend.test');
  await decide(gatehouse, 'reject', [id], admin);
  const { people, counts } = await preview({ over: 'RECENT', first: 1 });
  expect(people).toEqual([
    { developer: { email: 'f@friend.test', status: 'REJECTED' }, rule: 'APPROVE friend.test', then: 'APPROVE' },
  ]);
  expect(counts.slice(0, 2).toSorted((one, other) => one.people - other.people)).toEqual([
    { rule: 'APPROVE friend.test', then: 'APPROVE', status: 'REJECTED', people: 1 },
    { rule: 'APPROVE friend.test', then: 'APPROVE', status: 'PENDING', people: 2 },
  ]);
});

test('a person whom an admin rejected is no refusal before that', async () => {
  const rules: ApprovalRuleInput[] = [{ name: 'Known', when: { refusedBefore: true }, then: 'QUEUE' }];
  expect((await preview({ over: 'RECENT', rules })).people[0]).toMatchObject({ rule: null });
  await verifiedPerson(gatehouse, 'f+again@friend.test');
  expect((await preview({ over: 'RECENT', rules })).people[0]).toMatchObject({ rule: 'Known' });
});

test('what it shows is what setApprovalRules does then', async () => {
  const { people } = await preview({ first: MOST_LISTED });
  await succeed(setApprovalRules(gatehouse, RULES, admin, { applyToPending: true }));
  await gatehouse.drain();
  const statuses = { APPROVE: 'APPROVED', QUEUE: 'PENDING', REFUSE: 'REJECTED' };
  for (const { developer, then } of people) {
    expect([developer?.email, await statusOf(gatehouse, developer?.email ?? '')]).toEqual([developer?.email, statuses[then]]);
  }
});

test('only an OWNER of the portal previews, and only rules that could be set', async () => {
  const approver = await addAdmin(gatehouse, 'approver@preview.test', 'APPROVER', 'demo');
  const code = async (asked: ReturnType<typeof ask>) => (await asked).errors.map(({ extensions }) => extensions?.['code']);
  expect(await code(ask({}, approver))).toEqual(['NOT_ALLOWED']);
  expect(await code(ask({ portal: 'none' }))).toEqual(['NOT_ALLOWED']);
  expect(await code(ask({ first: MOST_LISTED + 1 }))).toEqual(['INVALID_INPUT']);
  await setSignUpFields(gatehouse, [], admin);
  for (const bad of [
    ofDomain('com', 'APPROVE'),
    { ...ofDomain('a.test', 'QUEUE'), when: { answers: [{ field: 'gone', values: ['x'] }] } },
  ]) {
    const { errors } = await ask({ rules: [bad] });
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
    expect(JSON.stringify(errors[0]?.extensions)).toContain('"rules","0","when"');
  }
});

test('of many who wait it takes 10,000, and of many who were verified the last 1,000', async () => {
  const more = MOST_PENDING + READ_TOGETHER;
  await gatehouse.sql(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, email_verified_at)
     SELECT gen_random_uuid(), id, n || '@friend.test', n || '@friend.test', 'Crowd', now() - n * interval '1 second'
     FROM portals, generate_series(1, $1) AS n WHERE slug = 'demo'`,
    [more],
  );
  expect([(await preview()).evaluated, (await preview({ over: 'RECENT' })).evaluated]).toEqual([MOST_PENDING, MOST_RECENT]);
  await gatehouse.sql("DELETE FROM developers WHERE full_name = 'Crowd'");
}, 60_000);
