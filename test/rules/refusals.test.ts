import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { DAY_MS } from '../../domain/durations.ts';
import { purges } from '../../domain/purges.ts';
import { resealRefusalKeys } from '../../domain/rules/refusal-key.ts';
import { REFUSAL_KEPT_MS } from '../../domain/rules/refusals.ts';
import { hashSecret } from '../../domain/tokens/secrets.ts';
import { createPortal, decide, deleteDevelopers, openDemoPortal, undoDecisions, VERBS } from '../kit/admins.ts';
import { ofDomain, setApprovalRules } from '../kit/approval-rules.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { deleteAccount } from '../kit/own-account.ts';
import { approvedPerson, bearer, mailedToken, signUp, verifiedPerson, verifyEmail } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const newKey = () => randomBytes(32).toString('base64');
const [oldKey, presentKey] = [newKey(), newKey()];
const gatehouse = await startInstallation({ SECRET_KEY: oldKey });
const admin = await openDemoPortal(gatehouse);
const RULES = [
  { name: 'Known', when: { refusedBefore: true }, then: 'QUEUE' },
  { name: 'New', when: { refusedBefore: false }, then: 'APPROVE' },
] as const;

beforeEach(async () => {
  await setApprovalRules(gatehouse, [], admin);
  await gatehouse.drain();
});

/** Registers somebody under the rules, and says whether they know the address. */
async function isKnown(email: string, portal = 'demo', site = gatehouse): Promise<boolean> {
  await setApprovalRules(gatehouse, Object(RULES), admin, { portal });
  await signUp(site, email, { portal });
  await verifyEmail(site, await mailedToken(site, email));
  await site.drain();
  const [row] = await gatehouse.sql<{ status: string; rule: string | null }>(
    `SELECT status, queued_by_rule AS rule FROM developers JOIN portals ON portals.id = portal_id WHERE email = $1 AND slug = $2`,
    [email, portal],
  );
  expect(row).toEqual(row?.status === 'PENDING' ? { status: 'PENDING', rule: 'Known' } : { status: 'APPROVED', rule: null });
  return row?.status === 'PENDING';
}

const rejected = async (email: string) => {
  const person = await verifiedPerson(gatehouse, email);
  await decide(gatehouse, 'reject', [person.id], admin);
  return person;
};

const forget = (id: string) =>
  gatehouse.graphql(
    'mutation ($input: DeleteDevelopersInput!) { deleteDevelopers(input: $input) { __typename } }',
    {
      input: { ids: [id], forget: true },
    },
    { token: admin },
  );

test('an address that was rejected is known after the developer was deleted, with any +tag, at this portal alone', async () => {
  const { id } = await rejected('ada+first@known.test');
  await deleteDevelopers(gatehouse, [id], admin);
  expect(await isKnown('ada@known.test')).toBe(true);
  expect(await isKnown('ada+second@known.test')).toBe(true);
  expect(await isKnown('a.da@known.test')).toBe(false);
  await createPortal(gatehouse, 'other', admin);
  expect(await isKnown('ada+first@known.test', 'other')).toBe(false);
});

test('a person whom a rule refused is known', async () => {
  await setApprovalRules(gatehouse, [ofDomain('ruled.test', 'REFUSE')], admin);
  const { id } = await verifiedPerson(gatehouse, 'bea@ruled.test');
  await deleteDevelopers(gatehouse, [id], admin);
  expect(await isKnown('bea+2@ruled.test')).toBe(true);
});

test('a revoked person who deletes the account afterwards is known', async () => {
  const { id } = await approvedPerson(gatehouse, 'cat@left.test', admin);
  await decide(gatehouse, 'revoke', [id], admin);
  await deleteDevelopers(gatehouse, [id], admin);
  expect(await isKnown('cat@left.test')).toBe(true);
});

test('a person who was never refused, and leaves, is not known', async () => {
  await approvedPerson(gatehouse, 'dan@left.test', admin);
  const email = 'dan@left.test';
  await succeed(deleteAccount(gatehouse, { token: await bearer(gatehouse, email) }, { email }));
  expect(await isKnown('dan@left.test')).toBe(false);
});

test('a person who was reinstated is not known any more', async () => {
  for (const verb of VERBS.filter((one) => one === 'reject' || one === 'revoke')) {
    const email = `eve-${verb}@back.test`;
    const { id } = verb === 'reject' ? await verifiedPerson(gatehouse, email) : await approvedPerson(gatehouse, email, admin);
    await decide(gatehouse, verb, [id], admin);
    await decide(gatehouse, 'reinstate', [id], admin);
    await deleteDevelopers(gatehouse, [id], admin);
    expect(await isKnown(email)).toBe(false);
    await setApprovalRules(gatehouse, [], admin);
  }
});

test('a rejection that was undone is forgotten; a reinstatement that was undone is not', async () => {
  const undo = async (id: string, to: string) => {
    const [decision] = await gatehouse.sql<{ id: string }>(
      `SELECT id FROM decisions WHERE developer_id = $1 AND "to" = $2::"DeveloperStatus"`,
      [id, to],
    );
    await succeed(undoDecisions(gatehouse, [decision?.id ?? ''], admin));
  };
  const first = await rejected('lea@undo.test');
  await undo(first.id, 'REJECTED');
  await deleteDevelopers(gatehouse, [first.id], admin);
  const second = await rejected('mia@undo.test');
  await gatehouse.sql('UPDATE decisions SET undoable_until = NULL WHERE developer_id = $1', [second.id]);
  await decide(gatehouse, 'reinstate', [second.id], admin);
  await undo(second.id, 'APPROVED');
  await deleteDevelopers(gatehouse, [second.id], admin);
  expect([await isKnown('lea@undo.test'), await isKnown('mia@undo.test')]).toEqual([false, true]);
});

test('to reinstate one leaves another known who has the same mailbox', async () => {
  const { id } = await rejected('fay+a@both.test');
  await rejected('fay+b@both.test');
  await decide(gatehouse, 'reinstate', [id], admin);
  expect(await isKnown('fay@both.test')).toBe(true);
});

test('deleteDevelopers with forget forgets the refusal, and those of earlier registrations', async () => {
  const first = await rejected('gus@gone.test');
  await deleteDevelopers(gatehouse, [first.id], admin);
  const second = await rejected('gus+2@gone.test');
  await forget(second.id);
  expect(await isKnown('gus@gone.test')).toBe(false);
});

test('the table holds neither the address nor its hash without a key', async () => {
  const { id } = await rejected('hal@secret.test');
  const [row] = await gatehouse.sql<{ hash: Buffer }>('SELECT hash FROM refusals WHERE developer_id = $1', [id]);
  const { hash } = present(row);
  expect([hash.length, hash.includes('hal'), hash.equals(hashSecret('hal@secret.test'))]).toEqual([32, false, false]);
});

test('no rotation of SECRET_KEY loses it: a worker brings the key of the portal under the new one', async () => {
  const { id } = await rejected('ida@turn.test');
  await deleteDevelopers(gatehouse, [id], admin);
  const rotated = await startInstallation({ SECRET_KEY: presentKey, SECRET_KEY_PREVIOUS: oldKey }, gatehouse);
  await resealRefusalKeys(rotated.app);
  const sealed = await gatehouse.sql('SELECT sealed FROM refusal_keys');
  await resealRefusalKeys(rotated.app);
  expect(await gatehouse.sql('SELECT sealed FROM refusal_keys')).toEqual(sealed);
  const afterwards = await startInstallation({ SECRET_KEY: presentKey }, gatehouse);
  expect(await isKnown('ida+2@turn.test', 'demo', afterwards)).toBe(true);
  await gatehouse.sql('DELETE FROM refusals');
  await gatehouse.sql('DELETE FROM refusal_keys');
});

test('it is known for two years, and then removed', async () => {
  await setApprovalRules(gatehouse, [], admin);
  const old = await rejected('jo@old.test');
  const older = await rejected('kim@old.test');
  const age = (id: string, ms: number) =>
    gatehouse.sql(`UPDATE refusals SET refused_at = now() - $2 * interval '1 millisecond' WHERE developer_id = $1`, [id, ms]);
  await age(old.id, REFUSAL_KEPT_MS - DAY_MS);
  await age(older.id, REFUSAL_KEPT_MS + DAY_MS);
  expect([await isKnown('jo+2@old.test'), await isKnown('kim+2@old.test')]).toEqual([true, false]);
  await purges['refusals of long ago']?.(gatehouse.app, 100);
  expect(await gatehouse.sql('SELECT developer_id AS id FROM refusals')).toEqual([{ id: old.id }]);
});
