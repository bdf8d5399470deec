import { beforeEach, expect, test } from 'vitest';
import { COUNTED_FOR_MS, FEWEST_DECISIONS, MOST_COUNTED, reckonUsualWaits } from '../../domain/portals/reckon-usual-wait.ts';
import { addPeople, decide, openDemoPortal, undoDecisions } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { lastMailTo, registeredPerson, signUp } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

async function usualWait(): Promise<number | null> {
  await gatehouse.sql('UPDATE portals SET usual_wait_reckoned_at = NULL');
  await reckonUsualWaits(gatehouse.app);
  const document = 'query usualWait { portal(slug: "demo") { usualWaitHours } }';
  return (await gatehouse.graphql<{ portal: { usualWaitHours: number | null } }>(document)).data.portal.usualWaitHours;
}

/** People who wait since so many hours ago. */
async function waitingFor(hours: number, count = 1): Promise<string[]> {
  const ids = await addPeople(gatehouse, count);
  await gatehouse.sql("UPDATE developers SET email_verified_at = now() - $2 * interval '1 hour' WHERE id = ANY($1)", [
    ids,
    hours,
  ]);
  return ids;
}

/** People who waited so many hours, and were decided now. */
async function decidedAfter(hours: number, count: number): Promise<string[]> {
  const ids = await waitingFor(hours, count);
  await succeed(decide(gatehouse, 'reject', ids, owner));
  return ids;
}

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM developers');
  await gatehouse.sql('DELETE FROM decisions');
});

test('is the time in which 8 of 10 requests were decided, rounded up to hours', async () => {
  expect(await usualWait()).toBeNull();
  await decidedAfter(4.5, FEWEST_DECISIONS - 2);
  expect(await usualWait()).toBeNull();
  await decidedAfter(90, 2);
  expect([FEWEST_DECISIONS, await usualWait()]).toEqual([10, 5]);
  await decidedAfter(90, 1);
  expect(await usualWait()).toBe(91);
});

test('is an hour at least', async () => {
  await decidedAfter(0.01, 10);
  expect(await usualWait()).toBe(1);
});

test('decisions of more than 30 days ago do not count', async () => {
  const old = await decidedAfter(500, 10);
  await decidedAfter(2.5, 10);
  expect(await usualWait()).toBe(501);
  const move = (ms: number) =>
    gatehouse.sql("UPDATE decisions SET created_at = created_at - $2 * interval '1 millisecond' WHERE developer_id = ANY($1)", [
      old,
      ms,
    ]);
  await gatehouse.sql("UPDATE developers SET email_verified_at = email_verified_at - interval '30 days' WHERE id = ANY($1)", [
    old,
  ]);
  await move(COUNTED_FOR_MS - 60_000);
  expect(await usualWait()).toBeGreaterThan(500);
  await move(60_000);
  expect(await usualWait()).toBe(3);
});

test('neither rules, nor undone decisions, nor those of an invitation, nor later changes of the status count', async () => {
  const ids = await decidedAfter(1.5, 10);
  const others = await decidedAfter(800, 4);
  const [byRule, undone, invited, revoked] = others;
  await gatehouse.sql("UPDATE decisions SET by = 'RULE' WHERE developer_id = $1", [byRule]);
  await gatehouse.sql('UPDATE decisions SET invitation_id = id WHERE developer_id = $1', [invited]);
  await gatehouse.sql(`UPDATE decisions SET "from" = 'APPROVED' WHERE developer_id = $1`, [revoked]);
  const [decision] = await gatehouse.sql<{ id: string }>('SELECT id FROM decisions WHERE developer_id = $1', [undone]);
  await succeed(undoDecisions(gatehouse, [decision?.id ?? ''], owner));
  await gatehouse.sql('DELETE FROM developers WHERE id = $1', [undone]);
  expect([ids.length, await usualWait()]).toEqual([10, 2]);
});

test('a request that waits longer than usual counts with its time so far, a newer one does not', async () => {
  await decidedAfter(1.5, 10);
  await waitingFor(1, 30);
  expect(await usualWait()).toBe(2);
  await waitingFor(400, 3);
  expect(await usualWait()).toBe(401);
});

test('the time that people took for answers does not count', async () => {
  const ids = await waitingFor(50, 10);
  // Asked 40 hours ago, and answered after 30.
  await gatehouse.sql(
    `INSERT INTO questions (id, developer_id, admin_id, text, created_at, expires_at, ended_at, answered_at, answer)
     SELECT gen_random_uuid(), id, id, 'Who are you?', now() - interval '40 hours', now() + interval '128 hours',
       now() - interval '10 hours', now() - interval '10 hours', 'Ada' FROM developers WHERE id = ANY($1)`,
    [ids],
  );
  await succeed(decide(gatehouse, 'approve', ids, owner));
  expect(await usualWait()).toBe(21);
});

test('is reckoned once an hour, by one of several workers, from 10,000 decisions at most', async () => {
  await gatehouse.sql("UPDATE portals SET usual_wait_reckoned_at = now() - interval '59 minutes', usual_wait_hours = NULL");
  await decidedAfter(4.5, 10);
  const stored = async () =>
    (await gatehouse.sql<{ hours: number }>('SELECT usual_wait_hours AS hours FROM portals'))[0]?.hours;
  await reckonUsualWaits(gatehouse.app);
  expect(await stored()).toBeNull();
  await gatehouse.sql("UPDATE portals SET usual_wait_reckoned_at = now() - interval '1 hour'");
  await Promise.all([reckonUsualWaits(gatehouse.app), reckonUsualWaits(gatehouse.app)]);
  expect(await stored()).toBe(5);
  // Older decisions, of which so many that they would be the most.
  const add = (hours: number, count: number, ago: string) =>
    gatehouse.sql(
      `WITH person AS (
         INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at)
         SELECT gen_random_uuid(), id, $2 || n || '@old.test', $2 || n || '@old.test', 'Old', 'REJECTED', now() - $3::interval - $1 * interval '1 hour'
         FROM portals, generate_series(1, $4::int) n RETURNING id, portal_id
       )
       INSERT INTO decisions (id, portal_id, developer_id, "from", "to", by, created_at)
       SELECT gen_random_uuid(), portal_id, id, 'PENDING', 'REJECTED', 'ADMIN', now() - $3::interval FROM person`,
      [hours, `p${hours}-`, ago, count],
    );
  await add(700, 4_000, '2 days');
  await add(6.5, MOST_COUNTED - 10, '1 day');
  expect(await usualWait()).toBe(7);
});

test('the registration status mail says it, and the page of somebody who waits asks for it', async () => {
  await registeredPerson(gatehouse, 'ada@usual.test');
  await gatehouse.sql('UPDATE portals SET usual_wait_hours = 30');
  await signUp(gatehouse, 'ada@usual.test');
  await gatehouse.drain();
  expect(lastMailTo(gatehouse, 'ada@usual.test').text).toContain('8 of 10 requests are decided within 30 hours.');
});
