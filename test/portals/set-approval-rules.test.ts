import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  LONGEST_DOMAIN,
  LONGEST_GROUP,
  LONGEST_RULE_NAME,
  LONGEST_VALUE,
  MOST_ANSWERS,
  MOST_ENTRIES,
  MOST_PATTERNS,
  MOST_RULES,
} from '../../domain/rules/rule-input.ts';
import { type ApprovalRuleInput, SetApprovalRulesDocument, type SignUpFieldInput } from '../generated/operations.ts';
import { addAdmin, createPortal, openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { approvalRules, ofDomain, setApprovalRules } from '../kit/approval-rules.ts';
import { connected, deleteConnection } from '../kit/connections.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { mutate, refusal, succeed } from '../kit/mutate.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const fields: SignUpFieldInput[] = [
  { key: 'company', label: 'Company', kind: 'TEXT' },
  { key: 'use', label: 'Use', kind: 'CHOICE', choices: ['Work', 'Study'] },
  { key: 'staff', label: 'Staff', kind: 'BOOLEAN' },
];
await setSignUpFields(gatehouse, fields, admin);
const connectionId = await connected(gatehouse, {}, admin);

const NOTHING = {
  emails: null,
  emailDomains: null,
  disposableEmail: null,
  answers: null,
  invitation: null,
  connections: null,
  groups: null,
  refusedBefore: null,
};

test('a portal begins without rules, at version 0, and knows how old the list of disposable addresses is', async () => {
  const { approvalRules: rules, pendingEvaluation } = await approvalRules(gatehouse, admin);
  expect(rules).toEqual({ version: 0, rules: [], disposableEmailsUpdatedAt: expect.stringMatching(/^20\d\d-/) });
  expect(pendingEvaluation).toBeNull();
});

test('rules that are set are read again as they are kept, in their order', async () => {
  const when = {
    emails: ['Ada@Example.COM'],
    emailDomains: ['Bücher.example', '*.Example.org'],
    disposableEmail: false,
    answers: [
      { field: 'use', values: ['Work'] },
      { field: 'staff', values: [true] },
      { field: 'company', pattern: '.*University.*' },
    ],
    invitation: { any: true },
    connections: [connectionId],
    groups: ['Staff'],
    refusedBefore: false,
  };
  const rules: ApprovalRuleInput[] = [
    { name: ' Friends ', when, then: 'APPROVE' },
    { name: 'Others', then: 'REFUSE', reason: 'Only for friends.', matchesEverybody: true },
  ];
  expect(await setApprovalRules(gatehouse, rules, admin)).toEqual({
    __typename: 'SetApprovalRulesSuccess',
    portal: { slug: 'demo', settings: { approvalRules: { version: 1 } } },
  });
  expect((await approvalRules(gatehouse, admin)).approvalRules.rules).toEqual([
    {
      name: 'Friends',
      when: {
        ...when,
        emails: ['ada@example.com'],
        emailDomains: ['xn--bcher-kva.example', '*.example.org'],
        answers: [
          { field: 'use', values: ['Work'], pattern: null },
          { field: 'staff', values: [true], pattern: null },
          { field: 'company', values: null, pattern: '.*University.*' },
        ],
        invitation: { any: true, ids: [] },
      },
      then: 'APPROVE',
      reason: null,
      matchesEverybody: false,
    },
    { name: 'Others', when: NOTHING, then: 'REFUSE', reason: 'Only for friends.', matchesEverybody: true },
  ]);
});

test('the event names the rules that changed, and nothing that stands in them', async () => {
  const before = [ofDomain('stays.test', 'QUEUE'), ofDomain('moves.test', 'QUEUE'), ofDomain('goes.test', 'QUEUE')];
  await setApprovalRules(gatehouse, before, admin);
  const after = [ofDomain('moves.test', 'QUEUE'), ofDomain('stays.test', 'QUEUE'), ofDomain('comes.test', 'QUEUE')];
  await setApprovalRules(
    gatehouse,
    [...after.slice(0, 2), ofDomain('stays.test', 'QUEUE', { name: 'Copy' }), ...after.slice(2)],
    admin,
  );
  const changed = ofDomain('moves.test', 'APPROVE', { name: 'QUEUE moves.test' });
  await setApprovalRules(gatehouse, [changed], admin, { applyToPending: true });
  const events = await gatehouse.sql<{ data: object }>(
    "SELECT data FROM events WHERE type = 'portal.approval-rules-changed' ORDER BY id DESC LIMIT 2",
  );
  const { version } = (await approvalRules(gatehouse, admin)).approvalRules;
  expect(events.map(({ data }) => data)).toEqual([
    {
      version,
      added: [],
      removed: ['QUEUE stays.test', 'Copy', 'QUEUE comes.test'],
      changed: ['QUEUE moves.test'],
      isReordered: false,
      applyToPending: true,
    },
    {
      version: version - 1,
      added: ['Copy', 'QUEUE comes.test'],
      removed: ['QUEUE goes.test'],
      changed: [],
      isReordered: true,
      applyToPending: false,
    },
  ]);
  await gatehouse.drain();
});

const rule = ofDomain('example.com', 'QUEUE');
const answer = (condition: object) => ({ ...rule, when: { answers: [condition] } });
const patterns = (count: number) => Array.from({ length: count }, () => ({ field: 'company', pattern: 'a' }));

test.each<[string, object, string, string]>([
  ['without a name', { ...rule, name: ' ' }, 'name', 'REQUIRED'],
  ['with a long name', { ...rule, name: 'x'.repeat(LONGEST_RULE_NAME + 1) }, 'name', 'TOO_LONG'],
  ['for everybody without saying so', { ...rule, when: null }, 'matchesEverybody', 'REQUIRED'],
  ['with conditions that says everybody', { ...rule, matchesEverybody: true }, 'matchesEverybody', 'CONTRADICTORY'],
  ['that refuses without a reason', { ...rule, then: 'REFUSE' }, 'reason', 'REQUIRED'],
  ['that refuses with an empty reason', { ...rule, then: 'REFUSE', reason: ' ' }, 'reason', 'REQUIRED'],
  ['that approves with a reason', { ...rule, then: 'APPROVE', reason: 'Welcome' }, 'reason', 'CONTRADICTORY'],
  ['with an empty list', { ...rule, when: { emails: [] } }, 'when.emails', 'TOO_FEW'],
  ['with no address', { ...rule, when: { emails: ['a@b.test', 'ada'] } }, 'when.emails.1', 'NOT_AN_EMAIL'],
  ['with no domain', ofDomain('exa mple.com', 'QUEUE'), 'when.emailDomains.0', 'NOT_A_DOMAIN'],
  ['with two stars', ofDomain('*.*.com', 'QUEUE'), 'when.emailDomains.0', 'NOT_A_DOMAIN'],
  ['with a star alone', ofDomain('*.', 'QUEUE'), 'when.emailDomains.0', 'NOT_A_DOMAIN'],
  [
    'with a long domain',
    { ...rule, when: { emailDomains: ['x'.repeat(LONGEST_DOMAIN + 1)] } },
    'when.emailDomains.0',
    'TOO_LONG',
  ],
  ['that queues com, where nobody has an address', ofDomain('com', 'QUEUE'), 'when.emailDomains.0', 'NOT_A_DOMAIN'],
  ['that approves com', ofDomain('com', 'APPROVE'), 'when.emailDomains.0', 'PUBLIC_SUFFIX'],
  ['that approves all below com', ofDomain('*.com', 'APPROVE'), 'when.emailDomains.0', 'PUBLIC_SUFFIX'],
  ['that approves co.uk', ofDomain('CO.UK', 'APPROVE'), 'when.emailDomains.0', 'PUBLIC_SUFFIX'],
  ['that approves all below github.io', ofDomain('*.github.io', 'APPROVE'), 'when.emailDomains.0', 'PUBLIC_SUFFIX'],
  ['with an unknown field', answer({ field: 'town', values: ['Paris'] }), 'when.answers.0.field', 'UNKNOWN_FIELD'],
  ['with text for a BOOLEAN', answer({ field: 'staff', values: ['true'] }), 'when.answers.0.values.0', 'WRONG_TYPE'],
  ['with a pattern for a BOOLEAN', answer({ field: 'staff', pattern: 'true' }), 'when.answers.0.pattern', 'WRONG_TYPE'],
  ['with true for a TEXT', answer({ field: 'company', values: [true] }), 'when.answers.0.values.0', 'WRONG_TYPE'],
  ['with no choice', answer({ field: 'use', values: ['Work', 'Play'] }), 'when.answers.0.values.1', 'UNKNOWN_CHOICE'],
  [
    'with values and a pattern',
    answer({ field: 'use', values: ['Work'], pattern: 'W' }),
    'when.answers.0.values',
    'CONTRADICTORY',
  ],
  ['with neither', answer({ field: 'use' }), 'when.answers.0.values', 'CONTRADICTORY'],
  ['with a pattern that RE2 refuses', answer({ field: 'company', pattern: '(?=a)a' }), 'when.answers.0.pattern', 'MALFORMED'],
  [
    'with a pattern of many steps',
    answer({ field: 'company', pattern: '(.{1,80}){9}' }),
    'when.answers.0.pattern',
    'MALFORMED',
  ],
  [
    'with a long value',
    answer({ field: 'company', values: ['x'.repeat(LONGEST_VALUE + 1)] }),
    'when.answers.0.values.0',
    'TOO_LONG',
  ],
  ['with many answers', { ...rule, when: { answers: patterns(MOST_ANSWERS + 1) } }, 'when.answers', 'TOO_MANY'],
  ['with no id', { ...rule, when: { connections: ['okta'] } }, 'when.connections.0', 'MALFORMED'],
  [
    'with an unknown connection',
    { ...rule, when: { connections: [randomUUID()] } },
    'when.connections.0',
    'UNKNOWN_CONNECTION',
  ],
  ['with a long group', { ...rule, when: { groups: ['x'.repeat(LONGEST_GROUP + 1)] } }, 'when.groups.0', 'TOO_LONG'],
  [
    'with any invitation and some',
    { ...rule, when: { invitation: { any: true, ids: [randomUUID()] } } },
    'when.invitation.any',
    'CONTRADICTORY',
  ],
  ['with no invitation', { ...rule, when: { invitation: {} } }, 'when.invitation.any', 'CONTRADICTORY'],
  ['with many groups', { ...rule, when: { groups: Array(MOST_ENTRIES + 1).fill('a') } }, 'when.groups', 'TOO_MANY'],
])('a rule %s is refused by its place, and nothing changes', async (_, bad, path, code) => {
  const before = await approvalRules(gatehouse, admin);
  const input = { portal: 'demo', version: before.approvalRules.version, rules: [ofDomain('a.test', 'QUEUE'), bad] };
  const answer = mutate(gatehouse, SetApprovalRulesDocument, Object(input), { token: admin });
  const { issues } = await refusal(answer, 'InvalidInput');
  expect(issues.map((issue) => [issue.path.join('.'), issue.code])).toEqual([[`rules.1.${path}`, code]]);
  expect(await approvalRules(gatehouse, admin)).toEqual(before);
});

test('a pattern is refused with the reason of RE2', async () => {
  const rules = [answer({ field: 'company', pattern: '(a)\\1' })];
  const { issues } = await refusal(setApprovalRules(gatehouse, Object(rules), admin), 'InvalidInput');
  expect(issues[0]?.message).toContain('invalid escape sequence: `\\1`');
});

test('rules that queue or refuse may name all below a public suffix, and approve an address company', async () => {
  const rules = [ofDomain('*.ru', 'REFUSE'), ofDomain('*.co.uk', 'QUEUE'), ofDomain('gmail.com', 'APPROVE')];
  await succeed(setApprovalRules(gatehouse, rules, admin));
});

test.each<[string, object[], string, string]>([
  ['two rules of one name', [rule, rule], 'rules.1.name', 'DUPLICATE'],
  ['51 rules', Array.from({ length: MOST_RULES + 1 }, (_, at) => ({ ...rule, name: `${at}` })), 'rules', 'TOO_MANY'],
  [
    'too many patterns in all',
    Array.from({ length: 3 }, (_, at) => ({ ...rule, name: `${at}`, when: { answers: patterns(MOST_PATTERNS / 3 + 1) } })),
    'rules',
    'TOO_MANY',
  ],
])('%s are refused', async (_, rules, path, code) => {
  const { issues } = await refusal(setApprovalRules(gatehouse, Object(rules), admin), 'InvalidInput');
  expect(issues.map((issue) => [issue.path.join('.'), issue.code])).toEqual([[path, code]]);
});

test('50 rules are taken', async () => {
  const rules = Array.from({ length: MOST_RULES }, (_, at) => ({ ...rule, name: `${at}` }));
  await succeed(setApprovalRules(gatehouse, rules, admin));
});

test('a version that somebody else has changed is Stale, also of two at once: one of them counts', async () => {
  const { version } = (await approvalRules(gatehouse, admin)).approvalRules;
  const answers = await Promise.all(
    ['a.test', 'b.test'].map((domain) => setApprovalRules(gatehouse, [ofDomain(domain, 'QUEUE')], admin, { version })),
  );
  expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['SetApprovalRulesSuccess', 'Stale']);
  const after = (await approvalRules(gatehouse, admin)).approvalRules;
  expect(after.version).toBe(version + 1);
  for (const old of [version, version + 2, -1]) {
    const { message } = await refusal(setApprovalRules(gatehouse, [], admin, { version: old }), 'Stale');
    expect(message).toBe(`The rules have version ${version + 1} now. Load them again.`);
  }
  expect((await approvalRules(gatehouse, admin)).approvalRules).toEqual(after);
});

test('only an OWNER of the portal sets rules; all admins of the portal read them', async () => {
  await createPortal(gatehouse, 'other', admin);
  const approver = await addAdmin(gatehouse, 'approver@set-rules.test', 'APPROVER', 'demo');
  const stranger = await addAdmin(gatehouse, 'stranger@set-rules.test', 'OWNER', 'other');
  const set = (token: string) =>
    mutate(gatehouse, SetApprovalRulesDocument, { portal: 'demo', version: 0, rules: [] }, { token });
  expect([(await set(approver)).__typename, (await set(stranger)).__typename]).toEqual(['NotAllowed', 'NotFound']);
  expect((await approvalRules(gatehouse, approver)).approvalRules.version).toBeGreaterThan(0);
  await expect(approvalRules(gatehouse, stranger)).rejects.toThrow('settings in');
});

test('a field or a connection that a rule names cannot be removed; the message names the rule', async () => {
  await setApprovalRules(gatehouse, [Object(answer({ field: 'staff', values: [true] }))], admin);
  const { issues } = await refusal(setSignUpFields(gatehouse, fields.slice(0, 2), admin), 'InvalidInput');
  expect(issues).toMatchObject([
    {
      path: ['fields'],
      code: 'IN_USE',
      message: 'The approval rule "QUEUE example.com" uses the field staff. Change the rule first.',
    },
  ]);
  await succeed(setSignUpFields(gatehouse, fields.slice(2), admin));
  await setSignUpFields(gatehouse, fields, admin);

  await setApprovalRules(gatehouse, [{ ...rule, when: { connections: [connectionId] } }], admin);
  for (const id of [connectionId, connectionId.toUpperCase()]) {
    const refused = await refusal(deleteConnection(gatehouse, id, admin), 'InvalidInput');
    expect(refused.issues).toMatchObject([
      {
        path: ['id'],
        code: 'IN_USE',
        message: 'The approval rule "QUEUE example.com" uses this connection. Change the rule first.',
      },
    ]);
  }
  await setApprovalRules(gatehouse, [], admin);
  await succeed(deleteConnection(gatehouse, connectionId, admin));
});

test('a field that is removed in the moment in which a rule names it is unknown to the rule', async () => {
  const naming = () => setApprovalRules(gatehouse, [Object(answer({ field: 'staff', values: [true] }))], admin);
  const answered = await whileHeld(
    gatehouse.databaseUrl,
    "SELECT FROM portals WHERE slug = 'demo' FOR NO KEY UPDATE",
    naming,
    (client) => client.query("UPDATE portals SET sign_up_fields = '[]' WHERE slug = 'demo'"),
  );
  expect(answered).toMatchObject({ __typename: 'InvalidInput', issues: [{ code: 'UNKNOWN_FIELD' }] });
});
