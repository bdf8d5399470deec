import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import type { ApprovalRuleInput } from '../generated/operations.ts';
import { decide, openDemoPortal, setAnswers, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { approvalRules, ofDomain, setApprovalRules } from '../kit/approval-rules.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import {
  lastMailTo,
  logIn,
  mailedToken,
  mailsTo,
  setPassword,
  signUp,
  statusOf,
  tokenIn,
  verifiedPerson,
  verifyEmail,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await setSignUpFields(
  gatehouse,
  [
    { key: 'company', label: 'Company', kind: 'TEXT' },
    { key: 'staff', label: 'Staff', kind: 'BOOLEAN' },
    { key: 'tier', label: 'Tier', kind: 'TEXT', editableBy: 'ADMINS' },
  ],
  admin,
);

beforeEach(async () => {
  await updatePortal(gatehouse, { autoApprove: false }, admin);
  await setApprovalRules(gatehouse, [], admin);
  await gatehouse.drain();
  await gatehouse.sql('DELETE FROM new_request_notices');
  gatehouse.inbox.mails.length = 0;
});

type Row = { status: string; queuedByRule: string | null; toldToWaitAt: Date | null };

const row = async (email: string) => {
  const found = await gatehouse.sql<Row>('SELECT status, queued_by_rule AS "queuedByRule" FROM developers WHERE email = $1', [
    email,
  ]);
  return present(found[0]);
};

const DECISIONS = `query ($id: ID!) { developer(id: $id) {
  status decisions { from to reason by { kind } rule { name version } } } }`;

type Decisions = { developer: { status: string; decisions: unknown[] } };

const decisionsOf = async (id: string, token = admin) =>
  (await gatehouse.graphql<Decisions>(DECISIONS, { id }, { token })).data.developer.decisions;

const versionNow = async () => (await approvalRules(gatehouse, admin)).approvalRules.version;

test('a rule approves, and the decision names it and its version, also after the rules have changed', async () => {
  await setApprovalRules(gatehouse, [ofDomain('friends.test', 'APPROVE')], admin);
  const version = await versionNow();
  const { id, passwordToken } = await verifiedPerson(gatehouse, 'ada@friends.test');
  await verifiedPerson(gatehouse, 'ada@sub.friends.test');
  await setApprovalRules(gatehouse, [], admin);
  expect(await setPassword(gatehouse, passwordToken)).toMatchObject({ status: 'APPROVED' });
  expect(await statusOf(gatehouse, 'ada@sub.friends.test')).toBe('PENDING');
  const rule = { name: 'APPROVE friends.test', version };
  expect(await decisionsOf(id)).toEqual([{ from: 'PENDING', to: 'APPROVED', reason: null, by: { kind: 'RULE' }, rule }]);
});

test('the developer does not learn which rule decided', async () => {
  await setApprovalRules(gatehouse, [ofDomain('curious.test', 'APPROVE')], admin);
  const { passwordToken } = await verifiedPerson(gatehouse, 'ada@curious.test');
  await setPassword(gatehouse, passwordToken);
  const { token } = await succeed(logIn(gatehouse, 'ada@curious.test'), 'token');
  const asked = '{ me(portal: "demo") { decisions { to rule { name } by { kind } } } }';
  const { data } = await gatehouse.graphql<{ me: { decisions: unknown } }>(asked, {}, { token });
  expect(data.me.decisions).toEqual([{ to: 'APPROVED', rule: null, by: null }]);
});

test('a rule refuses: rejected, with a mail that says the reason; links end, and the password cannot be chosen', async () => {
  await setApprovalRules(gatehouse, [ofDomain('foes.test', 'REFUSE')], admin);
  const { id, passwordToken, verificationToken } = await verifiedPerson(gatehouse, 'bob@foes.test');
  await gatehouse.drain();
  const rule = { name: 'REFUSE foes.test', version: await versionNow() };
  expect(await decisionsOf(id)).toEqual([
    { from: 'PENDING', to: 'REJECTED', reason: 'We are not open to you.', by: { kind: 'RULE' }, rule },
  ]);
  const mail = lastMailTo(gatehouse, 'bob@foes.test');
  expect([mail.subject, mail.text]).toEqual([
    expect.stringContaining('rejected'),
    expect.stringContaining('We are not open to you.'),
  ]);
  expect(mail.text).not.toContain('REFUSE foes.test');
  expect([await setPassword(gatehouse, passwordToken), await verifyEmail(gatehouse, verificationToken)]).toMatchObject([
    { __typename: 'InvalidToken' },
    { __typename: 'InvalidToken' },
  ]);
  expect(mailsTo(gatehouse, 'owner@gatehouse.test')).toEqual([]);
  const events = await gatehouse.sql('SELECT type, actor_kind FROM events WHERE subject_id = $1 ORDER BY id', [id]);
  expect(events).toEqual([
    { type: 'developer.verified', actor_kind: 'DEVELOPER' },
    { type: 'developer.rejected', actor_kind: 'RULE' },
  ]);
});

test('a rule queues, also where autoApprove is on; admins are told, and an admin decides', async () => {
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  await setApprovalRules(gatehouse, [ofDomain('odd.test', 'QUEUE')], admin);
  const { id } = await verifiedPerson(gatehouse, 'cy@odd.test');
  await verifiedPerson(gatehouse, 'cy@even.test');
  expect(await row('cy@odd.test')).toEqual({ status: 'PENDING', queuedByRule: 'QUEUE odd.test' });
  expect(await statusOf(gatehouse, 'cy@even.test')).toBe('APPROVED');
  expect(mailsTo(gatehouse, 'owner@gatehouse.test')).toHaveLength(1);
  await decide(gatehouse, 'approve', [id], admin);
  expect(await decisionsOf(id)).toMatchObject([{ to: 'APPROVED', by: { kind: 'ADMIN' }, rule: null }]);
});

test('the first rule that matches decides', async () => {
  const rules = [
    ofDomain('first.test', 'QUEUE'),
    ofDomain('first.test', 'APPROVE'),
    { name: 'Others', then: 'REFUSE', reason: 'No.', matchesEverybody: true } as const,
  ];
  await setApprovalRules(gatehouse, rules, admin);
  await verifiedPerson(gatehouse, 'di@first.test');
  await verifiedPerson(gatehouse, 'di@second.test');
  expect([(await row('di@first.test')).queuedByRule, await statusOf(gatehouse, 'di@second.test')]).toEqual([
    'QUEUE first.test',
    'REJECTED',
  ]);
});

const approves = (when: ApprovalRuleInput['when']): ApprovalRuleInput => ({ name: 'It', when, then: 'APPROVE' });

test.each<[string, ApprovalRuleInput['when'], string, string]>([
  ['an address', { emails: ['Eve+1@cond.test', 'x@y.test'] }, 'eve+1@cond.test', 'eve@cond.test'],
  ['a domain exactly', { emailDomains: ['x.test', 'one.test'] }, 'eve@one.test', 'eve@a.one.test'],
  ['all domains below', { emailDomains: ['*.below.test'] }, 'eve@a.b.below.test', 'eve@below.test'],
  ['label by label', { emailDomains: ['*.label.test'] }, 'eve@a.label.test', 'eve@alabel.test'],
  ['as A-labels', { emailDomains: ['bücher.test'] }, 'eve@xn--bcher-kva.test', 'eve@bucher.test'],
  ['a disposable address', { disposableEmail: true }, 'eve@mailinator.com', 'eve@gmail.com'],
  ['below a disposable domain', { disposableEmail: true }, 'eve@my.mailinator.com', 'eve@mailinator.com.one.test'],
  ['no disposable address', { disposableEmail: false }, 'eva@gmail.com', 'eva@mailinator.com'],
  ['two conditions', { emailDomains: ['two.test'], emails: ['a@two.test', 'b@one.test'] }, 'a@two.test', 'b@two.test'],
])('a condition about %s matches one and not the other', async (_, when, match, other) => {
  await setApprovalRules(gatehouse, [approves(when)], admin);
  await verifiedPerson(gatehouse, match);
  await verifiedPerson(gatehouse, other);
  expect([await statusOf(gatehouse, match), await statusOf(gatehouse, other)]).toEqual(['APPROVED', 'PENDING']);
});

async function verifiedWith(email: string, answers: { field: string; value: string | boolean }[]): Promise<void> {
  await signUp(gatehouse, email, { answers });
  await verifyEmail(gatehouse, await mailedToken(gatehouse, email));
  await gatehouse.drain();
}

test('answers match by value or by the whole pattern; one of them is enough', async () => {
  const answers = [
    { field: 'company', values: ['Acme', 'Ärzte'] },
    { field: 'company', pattern: 'Uni.*' },
    { field: 'staff', values: [true] },
  ];
  await setApprovalRules(gatehouse, [approves({ answers })], admin);
  const given: [string | boolean, string][] = [
    ['Acme', 'APPROVED'],
    ['A\u0308rzte', 'APPROVED'],
    ['acme', 'PENDING'],
    ['University', 'APPROVED'],
    ['The University', 'PENDING'],
    [true, 'APPROVED'],
    [false, 'PENDING'],
  ];
  for (const [at, [value, status]] of given.entries()) {
    const email = `answers-${at}@cond.test`;
    await verifiedWith(email, [{ field: typeof value === 'boolean' ? 'staff' : 'company', value }]);
    expect([value, await statusOf(gatehouse, email)]).toEqual([value, status]);
  }
});

test('an answer of an admin counts when the rules are applied again', async () => {
  const { id } = await verifiedPerson(gatehouse, 'tier@cond.test');
  await setAnswers(gatehouse, id, [{ field: 'tier', value: 'gold' }], admin);
  const rules = [approves({ answers: [{ field: 'tier', values: ['gold'] }] })];
  await setApprovalRules(gatehouse, rules, admin, { applyToPending: true });
  await gatehouse.drain();
  expect(await statusOf(gatehouse, 'tier@cond.test')).toBe('APPROVED');
});

test('an invitation matches by its id, or any', async () => {
  const [one, other] = [randomUUID(), randomUUID()];
  const people = ['none', 'one', 'other'].map((name) => `${name}@invited.test`);
  for (const email of people) await verifiedPerson(gatehouse, email);
  const used: [string, string][] = [
    [one, 'one@invited.test'],
    [other, 'other@invited.test'],
  ];
  for (const values of used) await gatehouse.sql('UPDATE developers SET invitation_id = $1 WHERE email = $2', values);
  const statuses = async () => Promise.all(people.map((email) => statusOf(gatehouse, email)));
  const apply = async (invitation: object) => {
    await setApprovalRules(gatehouse, [approves({ invitation })], admin, { applyToPending: true });
    await gatehouse.drain();
    return await statuses();
  };
  // Ids may be typed in upper case.
  expect(await apply({ ids: [one.toUpperCase()] })).toEqual(['PENDING', 'APPROVED', 'PENDING']);
  expect(await apply({ any: true })).toEqual(['PENDING', 'APPROVED', 'APPROVED']);
});

test('a registration is evaluated once: another run of its job changes nothing, whatever the rules are now', async () => {
  const { id } = await verifiedPerson(gatehouse, 'once@rules.test');
  await setApprovalRules(gatehouse, [ofDomain('rules.test', 'REFUSE')], admin);
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  await gatehouse.sql(
    "UPDATE jobs SET status = 'QUEUED', finished_at = NULL, due_at = now() WHERE name = 'evaluateApproval' AND payload->>'developerId' = $1",
    [id],
  );
  await gatehouse.drain();
  expect(await statusOf(gatehouse, 'once@rules.test')).toBe('PENDING');
});

test('what an older list would decide waits for the new list, and is decided by it', async () => {
  for (const older of [[], [ofDomain('race.test', 'APPROVE')]]) {
    await updatePortal(gatehouse, { autoApprove: true }, admin);
    await setApprovalRules(gatehouse, older, admin);
    const email = `fay${older.length}@race.test`;
    await signUp(gatehouse, email);
    await verifyEmail(gatehouse, await mailedToken(gatehouse, email));
    const newer = JSON.stringify([
      { ...ofDomain('race.test', 'REFUSE'), matchesEverybody: false, when: { ...EMPTY, emailDomains: ['race.test'] } },
    ]);
    await whileHeld(
      gatehouse.databaseUrl,
      "SELECT lock_approval_rules(id) FROM portals WHERE slug = 'demo'",
      () => gatehouse.drain(),
      (client) =>
        client.query(
          "UPDATE portals SET approval_rules = $1, approval_rules_version = approval_rules_version + 1 WHERE slug = 'demo'",
          [newer],
        ),
    );
    await gatehouse.drain();
    expect(await statusOf(gatehouse, email)).toBe('REJECTED');
  }
});

const EMPTY = {
  emails: null,
  emailDomains: null,
  disposableEmail: null,
  answers: null,
  invitation: null,
  connections: null,
  groups: null,
  refusedBefore: null,
};

test('new rules are answered only after what the old ones are deciding is decided', async () => {
  await setApprovalRules(gatehouse, [ofDomain('slow.test', 'APPROVE')], admin);
  const { id } = await verifiedPerson(gatehouse, 'gus@late.test');
  await gatehouse.sql("UPDATE developers SET email = 'gus@slow.test', evaluated_at = NULL WHERE id = $1", [id]);
  await gatehouse.sql(
    "UPDATE jobs SET status = 'QUEUED', finished_at = NULL, due_at = now() WHERE name = 'evaluateApproval' AND payload->>'developerId' = $1",
    [id],
  );
  const order: string[] = [];
  let setting: Promise<unknown> = Promise.resolve();
  await whileHeld(
    gatehouse.databaseUrl,
    `SELECT FROM developers WHERE id = '${id}' FOR UPDATE`,
    () => gatehouse.drain(),
    async () => {
      // The evaluation holds the list, and waits for the developer.
      setting = setApprovalRules(gatehouse, [], admin).then(() => order.push('set'));
      await setTimeout(200);
      order.push('let go');
    },
  );
  await setting;
  expect([order, await statusOf(gatehouse, 'gus@slow.test')]).toEqual([['let go', 'set'], 'APPROVED']);
});

test('an evaluation that begins while a change waits stands in line behind it', async () => {
  await setApprovalRules(gatehouse, [ofDomain('line.test', 'APPROVE')], admin);
  await signUp(gatehouse, 'ivy@line.test');
  await verifyEmail(gatehouse, await mailedToken(gatehouse, 'ivy@line.test'));
  let evaluating: Promise<unknown> = Promise.resolve();
  await whileHeld(
    gatehouse.databaseUrl,
    "SELECT hold_approval_rules(id) FROM portals WHERE slug = 'demo'",
    () => setApprovalRules(gatehouse, [ofDomain('line.test', 'REFUSE')], admin),
    async (client) => {
      evaluating = gatehouse.drain();
      const waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
      while (((await client.query(waiting)).rowCount ?? 0) < 2) await setTimeout(5);
    },
  );
  await evaluating;
  await gatehouse.drain();
  expect(await statusOf(gatehouse, 'ivy@line.test')).toBe('REJECTED');
});

test('many evaluations beside many changes: each decision names a version that was valid when it was made', async () => {
  const people = Array.from({ length: 12 }, (_, at) => `p${at}@crowd.test`);
  for (const email of people) await signUp(gatehouse, email);
  await gatehouse.drain();
  for (const email of people) await verifyEmail(gatehouse, tokenIn(lastMailTo(gatehouse, email)));
  await setApprovalRules(gatehouse, [ofDomain('crowd.test', 'APPROVE')], admin);
  const changes = async () => {
    for (let at = 0; at < 6; at++) {
      const then = at % 2 === 0 ? 'REFUSE' : 'APPROVE';
      await succeed(setApprovalRules(gatehouse, [ofDomain('crowd.test', then)], admin));
    }
  };
  await Promise.all([changes(), gatehouse.drain(), gatehouse.drain()]);
  await gatehouse.drain();
  const decided = await gatehouse.sql<{ to: string; rule: string; isLate: boolean }>(
    `SELECT "to", rule_name AS rule, decision.created_at > (
       SELECT min(at) FROM events WHERE type = 'portal.approval-rules-changed' AND (data->>'version')::int > rule_version
     ) + interval '1 second' AS "isLate"
     FROM decisions decision JOIN developers d ON d.id = developer_id WHERE email LIKE '%@crowd.test'`,
  );
  expect(decided).toHaveLength(people.length);
  for (const { to, rule, isLate } of decided) {
    expect([to, isLate ?? false]).toEqual([rule === 'APPROVE crowd.test' ? 'APPROVED' : 'REJECTED', false]);
  }
});

test('an admin who decides at the same moment is not overruled', async () => {
  await setApprovalRules(gatehouse, [ofDomain('both.test', 'REFUSE')], admin);
  await signUp(gatehouse, 'hal@both.test');
  await verifyEmail(gatehouse, await mailedToken(gatehouse, 'hal@both.test'));
  const [{ id } = { id: '' }] = await gatehouse.sql<{ id: string }>("SELECT id FROM developers WHERE email = 'hal@both.test'");
  await whileHeld(
    gatehouse.databaseUrl,
    `SELECT FROM developers WHERE id = '${id}' FOR UPDATE`,
    () => gatehouse.drain(),
    (client) => client.query("UPDATE developers SET status = 'APPROVED' WHERE id = $1", [id]),
  );
  await gatehouse.drain();
  expect([await statusOf(gatehouse, 'hal@both.test'), await decisionsOf(id)]).toEqual(['APPROVED', []]);
});
