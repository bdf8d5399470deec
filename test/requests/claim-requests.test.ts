import { beforeEach, expect, test } from 'vitest';
import { CLAIM_MS, MOST_CLAIMS } from '../../domain/requests/claim-requests.ts';
import { MOST_PASSED_OVER } from '../../domain/requests/lock-requests.ts';
import { addAdmin, createPortal, decide, openDemoPortal, removeAdmin, updateAdmin } from '../kit/admins.ts';
import { beforeCommit } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { signUp } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { claimRequests, releaseRequests, seedRequests } from '../kit/requests.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', owner);
const ada = await addAdmin(gatehouse, 'ada@claims.test', 'APPROVER', null);
const bob = await addAdmin(gatehouse, 'bob@claims.test', 'APPROVER', 'demo');
const viewer = await addAdmin(gatehouse, 'viewer@claims.test', 'VIEWER', null);

const EVENTS = "SELECT type, actor_name, subject_id FROM events WHERE type LIKE 'request.%' ORDER BY id";

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM developers');
  await gatehouse.sql('ALTER TABLE events DISABLE TRIGGER USER');
  await gatehouse.sql('DELETE FROM events');
  await gatehouse.sql('ALTER TABLE events ENABLE TRIGGER USER');
});

const adminIdOf = async (email: string) =>
  present((await gatehouse.sql<{ id: string }>('SELECT id FROM admins WHERE email = $1', [email]))[0]).id;

async function claim(token: string, input: Parameters<typeof claimRequests>[1]) {
  const { results } = await succeed(claimRequests(gatehouse, input, token));
  return results.map(({ developer, error }) => error?.__typename ?? developer?.email.replace(/@.*/, ''));
}

/** Who has claimed each request, in the order of the queue. */
async function claims() {
  const rows = await gatehouse.sql<{ email: string | null }>(
    `SELECT admins.email FROM developers LEFT JOIN admins ON admins.id = claimed_by_id AND claimed_until > now()
     WHERE waiting_since IS NOT NULL ORDER BY waiting_since`,
  );
  return rows.map(({ email }) => email?.replace(/@.*/, '') ?? null);
}

test('a claim is of the oldest free requests, for two minutes; the next admin gets the next ones', async () => {
  await seedRequests(gatehouse, 'r', 5);
  await seedRequests(gatehouse, 'away', 1, 'second');
  const { results } = await succeed(claimRequests(gatehouse, { portal: 'demo', count: 2 }, ada));
  expect(results).toEqual(
    ['r1', 'r2'].map((name) => ({
      id: expect.any(String),
      developer: { email: `${name}@r.test`, claimedBy: { email: 'ada@claims.test' }, claimedUntil: expect.any(String) },
      error: null,
    })),
  );
  const [{ seconds }] = (await gatehouse.sql<{ seconds: number }>(
    'SELECT max(extract(epoch FROM claimed_until - now()))::float AS seconds FROM developers',
  )) as [{ seconds: number }];
  expect(CLAIM_MS).toBe(120_000);
  expect(seconds).toBeGreaterThan(100);
  expect(seconds).toBeLessThanOrEqual(120);
  expect(await claim(bob, { count: 20 })).toEqual(['r3', 'r4', 'r5']);
  expect(await claim(bob, { count: 1 })).toEqual([]);
  expect(await claim(ada, { count: 1 })).toEqual(['away1']);
});

test('after its time another admin can claim a request; its admin can renew it before', async () => {
  const ids = await seedRequests(gatehouse, 'r', 2);
  await claim(ada, { ids });
  await gatehouse.sql("UPDATE developers SET claimed_until = now() + interval '10 s' WHERE id = $1", [ids[0]]);
  await gatehouse.sql('UPDATE developers SET claimed_until = now() WHERE id = $1', [ids[1]]);
  expect(await claim(bob, { ids })).toEqual(['Conflict', 'r2']);
  expect(await claim(ada, { ids })).toEqual(['r1', 'Conflict']);
  const [row] = await gatehouse.sql("SELECT FROM developers WHERE id = $1 AND claimed_until > now() + interval '1 minute'", [
    ids[0],
  ]);
  expect(row).toBeDefined();
  // A renewed claim writes no event.
  const events = await gatehouse.sql<{ actor_name: string; subject_id: string }>(EVENTS);
  expect(events.map(({ actor_name, subject_id }) => [actor_name, ids.indexOf(subject_id)]).toSorted()).toEqual([
    ['ada@claims.test', 0],
    ['ada@claims.test', 1],
    ['bob@claims.test', 1],
  ]);
});

test('ids: each has an answer of its own', async () => {
  const [free = '', taken = '', asked = '', decided = ''] = await seedRequests(gatehouse, 'r', 4);
  const [away = ''] = await seedRequests(gatehouse, 'away', 1, 'second');
  await claim(ada, { ids: [taken] });
  await gatehouse.sql("UPDATE developers SET awaits_applicant_until = now() + interval '1 day' WHERE id = $1", [asked]);
  await decide(gatehouse, 'approve', [decided], ada);
  await signUp(gatehouse, 'unverified@claims.test');
  await gatehouse.drain();
  const [unverified] = await gatehouse.sql<{ id: string }>("SELECT id FROM developers WHERE email = 'unverified@claims.test'");
  const ids = [present(unverified).id, decided, asked, taken, away, 'no id', free, free];
  expect(await claim(bob, { ids })).toEqual(['Conflict', 'Conflict', 'Conflict', 'Conflict', 'NotFound', 'NotFound', 'r1']);
  expect(await claim(owner, { ids: [away], portal: 'demo' })).toEqual(['NotFound']);
  expect(await claim(owner, { ids: [away], portal: 'second' })).toEqual(['away1']);
  expect((await claims()).map(String).toSorted()).toEqual(['ada', 'bob', 'null', 'owner']);
});

test('an admin has 20 claims at a time; a renewed one counts once', async () => {
  const ids = await seedRequests(gatehouse, 'r', MOST_CLAIMS + 2);
  expect(MOST_CLAIMS).toBe(20);
  expect(await claim(ada, { count: 19 })).toHaveLength(19);
  const tooMany = [{ path: ['count'], code: 'TOO_MANY', parameters: [{ name: 'maximum', value: '1' }] }];
  expect((await refusal(claimRequests(gatehouse, { count: 2 }, ada), 'InvalidInput')).issues).toMatchObject(tooMany);
  expect((await refusal(claimRequests(gatehouse, { ids: ids.slice(-2) }, ada), 'InvalidInput')).issues).toMatchObject([
    { path: ['ids'], code: 'TOO_MANY' },
  ]);
  expect(await claim(ada, { ids: ids.slice(0, 20) })).toHaveLength(20);
  await refusal(claimRequests(gatehouse, { count: 1 }, ada), 'InvalidInput');
  await succeed(releaseRequests(gatehouse, ids.slice(0, 1), ada));
  await decide(gatehouse, 'approve', ids.slice(1, 2), ada);
  expect(await claim(ada, { count: 2 })).toEqual(['r1', 'r21']);
});

test('bad input and missing rights are refused, and nothing is claimed', async () => {
  const [id = ''] = await seedRequests(gatehouse, 'r', 1);
  const many = Array.from({ length: MOST_CLAIMS + 1 }, (_, at) => `${at}`);
  for (const input of [{}, { count: 1, ids: [id] }, { count: 0 }, { count: MOST_CLAIMS + 1 }, { ids: [] }, { ids: many }])
    await refusal(claimRequests(gatehouse, input, ada), 'InvalidInput');
  await refusal(claimRequests(gatehouse, { count: 1 }, undefined), 'NotAllowed');
  await refusal(claimRequests(gatehouse, { count: 1 }, viewer), 'NotAllowed');
  await refusal(claimRequests(gatehouse, { count: 1, portal: 'demo' }, viewer), 'NotAllowed');
  await refusal(claimRequests(gatehouse, { count: 1, portal: 'second' }, bob), 'NotFound');
  await refusal(claimRequests(gatehouse, { count: 1, portal: 'nowhere' }, ada), 'NotFound');
  await gatehouse.sql(
    "INSERT INTO admin_roles (id, admin_id, role, portal_id) SELECT gen_random_uuid(), $1, 'APPROVER', id FROM portals WHERE slug = 'second'",
    [await adminIdOf('viewer@claims.test')],
  );
  expect(await claim(viewer, { ids: [id] })).toEqual(['NotAllowed']);
  expect(await claim(viewer, { count: 1 })).toEqual([]);
  expect(await claims()).toEqual([null]);
});

test('20 admins who claim at once share no request, whether they take the oldest ones or name them', async () => {
  const ids = await seedRequests(gatehouse, 'r', 30);
  expect(MOST_PASSED_OVER).toBeGreaterThanOrEqual(20 * MOST_CLAIMS);
  const tokens = await Promise.all(
    Array.from({ length: 20 }, (_, at) => addAdmin(gatehouse, `parallel${at}@claims.test`, 'APPROVER', 'demo')),
  );
  const claimed = await Promise.all(
    tokens.map((token, at) => claim(token, at % 4 === 3 ? { ids: ids.slice(0, 20) } : { portal: 'demo', count: 2 })),
  );
  const names = claimed.flat().filter((name) => name !== 'Conflict');
  expect(names.length).toBeGreaterThan(20);
  expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
  const events = await gatehouse.sql<{ subject_id: string }>(EVENTS);
  expect(new Set(events.map(({ subject_id }) => subject_id)).size).toBe(events.length);
  expect(events).toHaveLength(names.length);
});

test('claims of one admin at once stay within 20', async () => {
  await seedRequests(gatehouse, 'r', 40);
  await Promise.all(Array.from({ length: 5 }, () => claimRequests(gatehouse, { count: 8 }, ada)));
  expect((await claims()).filter((name) => name === 'ada')).toHaveLength(16);
});

test('a decision ends the claim, also one of another admin; a claim that comes second is a conflict', async () => {
  const [first = '', second = ''] = await seedRequests(gatehouse, 'r', 2);
  await claim(ada, { ids: [first] });
  const { results } = await succeed(decide(gatehouse, 'approve', [first], bob));
  expect(results).toMatchObject([{ developer: { status: 'APPROVED' }, error: null }]);
  expect(await gatehouse.sql('SELECT claimed_by_id, claimed_until FROM developers WHERE id = $1', [first])).toEqual([
    { claimed_by_id: null, claimed_until: null },
  ]);
  const late = beforeCommit(gatehouse.databaseUrl, "UPDATE developers SET status = 'REJECTED' WHERE id = :id", second, () =>
    claim(ada, { ids: [second] }),
  );
  expect(await late).toEqual(['Conflict']);
});

test('a claim is no change of the person; the decision that ends it is one', async () => {
  const [id = ''] = await seedRequests(gatehouse, 'r', 1);
  const updatedAt = async () => (await gatehouse.sql<{ updated_at: Date }>('SELECT updated_at FROM developers'))[0]?.updated_at;
  const before = await updatedAt();
  await claim(ada, { ids: [id] });
  await succeed(releaseRequests(gatehouse, [id], ada));
  await claim(ada, { ids: [id] });
  expect(await updatedAt()).toEqual(before);
  await decide(gatehouse, 'approve', [id], bob);
  expect(await updatedAt()).not.toEqual(before);
});

test('a claim against a decision: the decision counts, and no claim is left', async () => {
  for (let round = 0; round < 5; round++) {
    const [id = ''] = await seedRequests(gatehouse, `race${round}-`, 1);
    const [decided] = await Promise.all([
      succeed(decide(gatehouse, round % 2 ? 'approve' : 'reject', [id], bob)),
      claimRequests(gatehouse, round % 3 ? { ids: [id] } : { count: 1 }, ada),
    ]);
    expect(decided.results).toMatchObject([{ error: null }]);
    const [row] = await gatehouse.sql('SELECT status, claimed_by_id, claimed_until FROM developers WHERE id = $1', [id]);
    expect(row).toEqual({ status: round % 2 ? 'APPROVED' : 'REJECTED', claimed_by_id: null, claimed_until: null });
  }
});

test('a role that is taken away ends the claims there, and only there', async () => {
  const [here = ''] = await seedRequests(gatehouse, 'here', 1);
  const [away = ''] = await seedRequests(gatehouse, 'away', 1, 'second');
  const token = await addAdmin(gatehouse, 'leaving@claims.test', 'APPROVER', null);
  const id = await adminIdOf('leaving@claims.test');
  await claim(token, { ids: [here, away] });
  await succeed(
    updateAdmin(
      gatehouse,
      id,
      [
        { portal: 'second', role: 'APPROVER' },
        { portal: 'demo', role: 'VIEWER' },
      ],
      owner,
    ),
  );
  expect(await gatehouse.sql('SELECT id FROM developers WHERE claimed_by_id = $1', [id])).toEqual([{ id: away }]);
  await succeed(removeAdmin(gatehouse, id, owner));
  expect(await gatehouse.sql('SELECT id FROM developers WHERE claimed_by_id = $1 OR claimed_until IS NOT NULL', [id])).toEqual(
    [],
  );
  // Both may have waited since the same millisecond.
  expect((await claim(ada, { count: 5 })).toSorted()).toEqual(['away1', 'here1']);
});

test('a claim against the loss of the right: no claim is left', async () => {
  for (let round = 0; round < 5; round++) {
    const [id = ''] = await seedRequests(gatehouse, `lost${round}-`, 1);
    const email = `lost${round}@claims.test`;
    const token = await addAdmin(gatehouse, email, 'APPROVER', 'demo');
    const adminId = await adminIdOf(email);
    await Promise.all([claimRequests(gatehouse, { ids: [id] }, token), removeAdmin(gatehouse, adminId, owner)]);
    expect(await gatehouse.sql('SELECT FROM developers WHERE id = $1 AND claimed_until IS NOT NULL', [id])).toEqual([]);
  }
});
