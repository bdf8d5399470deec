import { expect, test } from 'vitest';
import { addAdmin, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { claimRequests, releaseRequests, seedRequests } from '../kit/requests.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const ada = await addAdmin(gatehouse, 'ada@release.test', 'APPROVER', null);
const bob = await addAdmin(gatehouse, 'bob@release.test', 'APPROVER', 'demo');
const viewer = await addAdmin(gatehouse, 'viewer@release.test', 'VIEWER', null);

test('a released request is free again, in its old place; nobody releases what they have not claimed', async () => {
  const ids = await seedRequests(gatehouse, 'r', 3);
  await succeed(claimRequests(gatehouse, { count: 2 }, ada));
  const { results } = await succeed(releaseRequests(gatehouse, [...ids, 'no id'], bob));
  expect(results.map(({ error }) => error?.__typename)).toEqual(['Conflict', 'Conflict', 'Conflict', 'NotFound']);
  const released = await succeed(releaseRequests(gatehouse, ids, ada));
  expect(released.results.map(({ developer, error }) => [developer?.email, developer?.claimedBy, error?.__typename])).toEqual([
    ['r1@r.test', null, undefined],
    ['r2@r.test', null, undefined],
    ['r3@r.test', null, 'Conflict'],
  ]);
  const next = await succeed(claimRequests(gatehouse, { count: 2 }, bob));
  expect(next.results.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  const events = await gatehouse.sql<{ type: string; actor_name: string }>(
    "SELECT DISTINCT type, actor_name, data FROM events WHERE type LIKE 'request.%' ORDER BY 1, 2",
  );
  expect(events).toEqual([
    { type: 'request.claimed', actor_name: 'ada@release.test', data: {} },
    { type: 'request.claimed', actor_name: 'bob@release.test', data: {} },
    { type: 'request.released', actor_name: 'ada@release.test', data: {} },
  ]);
  await gatehouse.sql('UPDATE developers SET claimed_until = now()');
  const late = await succeed(releaseRequests(gatehouse, ids.slice(0, 1), bob));
  expect(late.results).toMatchObject([{ error: { __typename: 'Conflict' } }]);
});

test('bad input and missing rights are refused', async () => {
  await refusal(releaseRequests(gatehouse, [], ada), 'InvalidInput');
  await refusal(releaseRequests(gatehouse, ['x'], undefined), 'NotAllowed');
  const [id = ''] = await seedRequests(gatehouse, 'n', 1);
  const { results } = await succeed(releaseRequests(gatehouse, [id], viewer));
  expect(results).toMatchObject([{ error: { __typename: 'NotAllowed' } }]);
});
