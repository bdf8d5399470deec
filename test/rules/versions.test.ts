import { expect, test } from 'vitest';
import { MOST_VERSIONS } from '../../domain/rules/versions.ts';
import { ApprovalRulesHistoryDocument } from '../generated/operations.ts';
import { addAdmin, createPortal, openDemoPortal } from '../kit/admins.ts';
import { approvalRules, ofDomain, setApprovalRules } from '../kit/approval-rules.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

async function history(token = admin, version: number | null = null) {
  const { data } = await gatehouse.graphql(ApprovalRulesHistoryDocument, { portal: 'demo', version }, { token });
  return data?.portal?.settings?.approvalRules.history ?? null;
}

test('each change of the rules is kept, with the admin who made it and the time', async () => {
  expect(await history()).toEqual([]);
  const other = await addAdmin(gatehouse, 'other@gatehouse.test', 'OWNER', 'demo');
  await succeed(setApprovalRules(gatehouse, [ofDomain('a.test', 'QUEUE')], admin));
  await succeed(setApprovalRules(gatehouse, [ofDomain('b.test', 'QUEUE'), ofDomain('a.test', 'QUEUE')], other));
  const changedAt = expect.any(String);
  const first = { version: 1, changedBy: ADMIN.email, changedAt, rules: [{ name: 'QUEUE a.test' }] };
  const second = {
    version: 2,
    changedBy: 'other@gatehouse.test',
    changedAt,
    rules: [{ name: 'QUEUE b.test' }, { name: 'QUEUE a.test' }],
  };
  expect(await history()).toEqual([second, first]);
  expect(await history(admin, 1)).toEqual([first]);
  expect(await history(admin, 7)).toEqual([]);
});

test('a refused change leaves no version', async () => {
  const before = await history();
  await setApprovalRules(gatehouse, [ofDomain('com', 'APPROVE')], admin);
  await setApprovalRules(gatehouse, [], admin, { version: 0 });
  expect(await history()).toEqual(before);
});

test('a VIEWER reads the history; an admin of another portal does not', async () => {
  expect(await history(await addAdmin(gatehouse, 'viewer@gatehouse.test', 'VIEWER', 'demo'))).toHaveLength(2);
  await succeed(createPortal(gatehouse, 'far', admin));
  expect(await history(await addAdmin(gatehouse, 'far@gatehouse.test', 'OWNER', 'far'))).toBe(null);
});

test('the newest versions are kept, and the oldest is removed', async () => {
  await gatehouse.sql(
    `INSERT INTO approval_rules_versions (portal_id, version, rules)
     SELECT id, generate_series(3, $1), '[]' FROM portals WHERE slug = 'demo'`,
    [MOST_VERSIONS],
  );
  await gatehouse.sql("UPDATE portals SET approval_rules_version = $1 WHERE slug = 'demo'", [MOST_VERSIONS]);
  await succeed(setApprovalRules(gatehouse, [], admin));
  const versions = (await history())?.map(({ version }) => version);
  expect(versions).toHaveLength(MOST_VERSIONS);
  expect([versions?.at(0), versions?.at(-1)]).toEqual([MOST_VERSIONS + 1, 2]);
  expect((await approvalRules(gatehouse, admin)).approvalRules.version).toBe(MOST_VERSIONS + 1);
});
