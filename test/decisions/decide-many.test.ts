import { beforeEach, expect, test } from 'vitest';
import { DECIDED_TOGETHER } from '../../domain/decisions/decide.ts';
import { KEY_KNOWN_MS, LONGEST_KEY, MOST_KEYS } from '../../domain/decisions/idempotency.ts';
import { MOST_DECIDED } from '../../domain/input.ts';
import {
  addAdmin,
  addPeople,
  adminId,
  approveAll,
  decide,
  deleteDevelopers,
  openDemoPortal,
  setReasonTemplates,
  undoDecisions,
} from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM jobs');
  gatehouse.inbox.mails.length = 0;
});

const count = async (sql: string, ids: string[]): Promise<number> => {
  const [row] = await gatehouse.sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${sql}`, [ids]);
  return row?.count ?? -1;
};
const withStatus = (status: string, ids: string[]) => count(`developers WHERE id = ANY ($1) AND status = '${status}'`, ids);
const decisionsAbout = (ids: string[]) => count('decisions WHERE developer_id = ANY ($1)', ids);

test('one call decides about 1,000 people, in the order of the input, with one decision, event and email each', async () => {
  const ids = (await addPeople(gatehouse, MOST_DECIDED)).reverse();
  const { results } = await succeed(decide(gatehouse, 'approve', ids, admin, { reason: 'Welcome.' }));
  expect(results?.map(({ id, developer, error }) => [id, developer?.status, error])).toEqual(
    ids.map((id) => [id, 'APPROVED', null]),
  );
  expect(await withStatus('APPROVED', ids)).toBe(MOST_DECIDED);
  expect(await decisionsAbout(ids)).toBe(MOST_DECIDED);
  expect(await count("events WHERE subject_id = ANY ($1) AND type = 'developer.approved'", ids)).toBe(MOST_DECIDED);
  const jobs =
    "jobs JOIN decisions d ON d.id::text = payload->>'decisionId' WHERE name = 'sendApprovedEmail' AND developer_id = ANY ($1)";
  expect(await count(jobs, ids)).toBe(MOST_DECIDED);
});

test('each id has its own result, also among many', async () => {
  const [pending = '', approved = '', unverified = ''] = await addPeople(gatehouse, 3);
  await decide(gatehouse, 'approve', [approved], admin);
  await gatehouse.sql('UPDATE developers SET email_verified_at = NULL WHERE id = $1', [unverified]);
  const unknown = '01890000-0000-7000-8000-000000000000';
  const { results } = await succeed(decide(gatehouse, 'reject', [unverified, unknown, approved, pending, 'x'], admin));
  expect(results?.map(({ error, developer }) => error?.__typename ?? developer?.status)).toEqual([
    'Conflict',
    'NotFound',
    'Conflict',
    'REJECTED',
    'NotFound',
  ]);
});

test('an id in capital letters is the same id', async () => {
  const [id = '', other = ''] = await addPeople(gatehouse, 2);
  const ids = [id.toUpperCase(), id, other.toUpperCase()];
  const { results } = await succeed(decide(gatehouse, 'approve', ids, admin));
  const approved = { developer: { status: 'APPROVED' }, error: null };
  expect(results).toEqual([
    { id, ...approved },
    { id: other, ...approved },
  ]);
});

test('a conflict shows the decision that came first', async () => {
  const [id = ''] = await addPeople(gatehouse, 1);
  const approver = await addAdmin(gatehouse, 'first@many.test', 'APPROVER', 'demo');
  await decide(gatehouse, 'reject', [id], approver, { reason: 'Too early.' });
  const document = `mutation($input: DecideDevelopersInput!) { approveDevelopers(input: $input) { ... on ApproveDevelopersSuccess {
    results { error { ... on Conflict { status decision { to reason by { adminEmail } } } } } } } }`;
  const { data } = await gatehouse.graphql(document, { input: { ids: [id] } }, { token: admin });
  const decision = { to: 'REJECTED', reason: 'Too early.', by: { adminEmail: 'first@many.test' } };
  expect(data).toEqual({ approveDevelopers: { results: [{ error: { status: 'REJECTED', decision } }] } });
});

test('a fault in one group of 100 undoes that group alone, and later groups are not tried', async () => {
  const ids = (await addPeople(gatehouse, 2 * DECIDED_TOGETHER + 1)).toSorted();
  const document = `mutation($input: DecideDevelopersInput!) { approveDevelopers(input: $input) { ... on ApproveDevelopersSuccess {
    results { error { __typename } } } } }`;
  const { errors } = await whileHeld(
    gatehouse.databaseUrl,
    `SELECT FROM developers WHERE id = '${ids[DECIDED_TOGETHER + 1]}' FOR UPDATE`,
    () => gatehouse.graphql(document, { input: { ids } }, { token: admin }),
    (client) =>
      client.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))',
      ),
  );
  expect(errors.map(({ path }) => path)).toEqual([['approveDevelopers', 'results', DECIDED_TOGETHER, 'error']]);
  expect(await withStatus('APPROVED', ids.slice(0, DECIDED_TOGETHER))).toBe(DECIDED_TOGETHER);
  expect(await withStatus('PENDING', ids)).toBe(DECIDED_TOGETHER + 1);
});

test('the same key and input answer the same again, and decide about nobody twice', async () => {
  const [first = '', second = '', gone = ''] = await addPeople(gatehouse, 3);
  await decide(gatehouse, 'reject', [gone], admin);
  const call = () =>
    succeed(decide(gatehouse, 'approve', [first, gone, second], admin, { reason: 'ok', idempotencyKey: 'monday' }));
  const before = await call();
  await decide(gatehouse, 'reinstate', [gone], admin);
  await decide(gatehouse, 'revoke', [gone], admin);
  expect(before.results?.map(({ error }) => error?.__typename)).toEqual([undefined, 'Conflict', undefined]);
  const told = (answer: Awaited<ReturnType<typeof call>>) => answer.results?.map(({ id, error }) => [id, error]);
  expect(told(await call())).toEqual(told(before));
  expect(await decisionsAbout([first, second])).toBe(2);
});

test('an unknown id that is a name in JavaScript is unknown under a key, too', async () => {
  const { results } = await succeed(
    decide(gatehouse, 'approve', ['constructor', '__proto__'], admin, { idempotencyKey: 'names' }),
  );
  expect(results?.map(({ error }) => error?.__typename)).toEqual(['NotFound', 'NotFound']);
});

test('the same input is the same also when a saved reason was changed, or a person was deleted meanwhile', async () => {
  const [kept = '', deleted = ''] = await addPeople(gatehouse, 2);
  const calls = [kept, deleted].map(
    (id, at) => () =>
      succeed(decide(gatehouse, 'approve', [id], admin, { idempotencyKey: `saved ${at}`, reasonTemplate: 'Saved' })),
  );
  await succeed(setReasonTemplates(gatehouse, [{ name: 'Saved', text: 'Before.' }], admin));
  for (const call of calls) await call();
  await succeed(setReasonTemplates(gatehouse, [{ name: 'Saved', text: 'After.' }], admin));
  await succeed(deleteDevelopers(gatehouse, [deleted], admin));
  const again = [];
  for (const call of calls) again.push((await call()).results?.[0]);
  expect(again).toEqual([
    { id: kept, developer: { status: 'APPROVED' }, error: null },
    { id: deleted, developer: null, error: null },
  ]);
  const reasons = 'SELECT reason FROM decisions WHERE developer_id = ANY ($1)';
  expect(await gatehouse.sql(reasons, [[kept, deleted]])).toEqual([{ reason: 'Before.' }, { reason: 'Before.' }]);
});

test.each(['bad\0name', 'x'.repeat(1_000), ''])('%j names no saved reason', async (reasonTemplate) => {
  const refused = { __typename: 'InvalidInput', issues: [{ path: ['reasonTemplate'] }] };
  const [id = ''] = await addPeople(gatehouse, 1);
  expect(await decide(gatehouse, 'approve', [id], admin, { reasonTemplate })).toMatchObject(refused);
  expect(await approveAll(gatehouse, { reasonTemplate }, admin)).toMatchObject(refused);
  expect(await withStatus('PENDING', [id])).toBe(1);
});

test('a person whose decision was undone since is not decided again under the key', async () => {
  await gatehouse.sql('UPDATE portals SET undo_window = 30');
  const [id = ''] = await addPeople(gatehouse, 1);
  const call = () => succeed(decide(gatehouse, 'approve', [id], admin, { idempotencyKey: 'undone' }));
  await call();
  const [decision] = await gatehouse.sql<{ id: string }>('SELECT id FROM decisions WHERE developer_id = $1', [id]);
  await succeed(undoDecisions(gatehouse, [decision?.id ?? ''], admin));
  expect((await call()).results).toEqual([{ id, developer: { status: 'PENDING' }, error: null }]);
  expect(await withStatus('PENDING', [id])).toBe(1);
  await gatehouse.sql('UPDATE portals SET undo_window = 0');
});

test('a call that was cut short is finished by the same call', async () => {
  const ids = (await addPeople(gatehouse, DECIDED_TOGETHER + 5)).toSorted();
  const call = () => decide(gatehouse, 'approve', ids, admin, { idempotencyKey: 'cut short' });
  await gatehouse.sql(`ALTER TABLE decisions ADD CONSTRAINT cut CHECK (developer_id <> '${ids.at(-1)}') NOT VALID`);
  await call().catch(() => undefined);
  await gatehouse.sql('ALTER TABLE decisions DROP CONSTRAINT cut');
  expect(await withStatus('APPROVED', ids)).toBe(DECIDED_TOGETHER);
  const { results } = await succeed(call());
  expect(results?.every(({ error }) => error === null)).toBe(true);
  expect([await withStatus('APPROVED', ids), await decisionsAbout(ids)]).toEqual([ids.length, ids.length]);
});

test('the same call twice at once decides about each person once, and both get the same answer', async () => {
  const ids = await addPeople(gatehouse, DECIDED_TOGETHER + 20);
  const call = () => succeed(decide(gatehouse, 'reject', ids, admin, { idempotencyKey: 'twice' }));
  const [one, other] = await Promise.all([call(), call()]);
  expect(one).toEqual(other);
  expect(one.results?.every(({ error }) => error === null)).toBe(true);
  expect(await decisionsAbout(ids)).toBe(ids.length);
});

test('a key is of one admin, one act and one input, for 24 hours', async () => {
  const [first = '', second = ''] = await addPeople(gatehouse, 2);
  const idempotencyKey = 'a key';
  await succeed(decide(gatehouse, 'approve', [first], admin, { idempotencyKey }));
  for (const [ids, more] of [
    [[first, second], {}],
    [[first], { reason: 'another' }],
  ] as const) {
    expect(await decide(gatehouse, 'approve', [...ids], admin, { idempotencyKey, ...more })).toMatchObject({
      __typename: 'InvalidInput',
      issues: [{ path: ['idempotencyKey'], code: 'TAKEN' }],
    });
  }
  expect((await succeed(decide(gatehouse, 'revoke', [first], admin, { idempotencyKey }))).results?.[0]?.error).toBeNull();
  const other = await addAdmin(gatehouse, 'other@many.test', 'APPROVER', 'demo');
  expect((await succeed(decide(gatehouse, 'approve', [second], other, { idempotencyKey }))).results?.[0]?.error).toBeNull();

  await gatehouse.sql(`UPDATE idempotency_keys SET created_at = now() - ${KEY_KNOWN_MS + 1_000} * interval '1 millisecond'`);
  await gatehouse.purge();
  expect(await count('idempotency_keys WHERE id = ANY ($1) OR true', [])).toBe(0);
  expect((await succeed(decide(gatehouse, 'approve', [second], admin, { idempotencyKey }))).results?.[0]?.error).not.toBeNull();
  expect(await decide(gatehouse, 'approve', [second], admin, { idempotencyKey: 'x'.repeat(LONGEST_KEY + 1) })).toMatchObject({
    __typename: 'InvalidInput',
  });
});

test('an admin has at most 1,000 keys, and a new one takes the place of the oldest', async () => {
  await gatehouse.sql(
    `INSERT INTO idempotency_keys (id, admin_id, act, key, input_hash, created_at)
      SELECT gen_random_uuid(), $1, 'approve', 'old ' || n, '', now() - n * interval '1 second' FROM generate_series(1, ${MOST_KEYS}) n`,
    [await adminId(gatehouse, ADMIN.email)],
  );
  const [id = ''] = await addPeople(gatehouse, 1);
  await succeed(decide(gatehouse, 'approve', [id], admin, { idempotencyKey: 'the newest' }));
  const keys = await gatehouse.sql<{ key: string }>(
    "SELECT key FROM idempotency_keys WHERE key IN ('the newest', 'old 1', 'old 1000') ORDER BY key",
  );
  expect(keys.map(({ key }) => key)).toEqual(['old 1', 'the newest']);
  expect(await count('idempotency_keys WHERE id = ANY ($1) OR true', [])).toBeLessThanOrEqual(MOST_KEYS);
});
