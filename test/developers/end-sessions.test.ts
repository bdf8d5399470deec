import { expect, test } from 'vitest';
import { addAdmin, createPortal, endSessions, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { approvedPerson, bearer, verifiedPerson, whoAmI } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);

test('logs people out on every device, mails nothing, and lets them log in again', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'ada@end.test', admin);
  const other = await approvedPerson(gatehouse, 'grace@end.test', admin);
  const [first, second, kept] = [
    await bearer(gatehouse, email),
    await bearer(gatehouse, email),
    await bearer(gatehouse, other.email),
  ];
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
  const { results } = await succeed(endSessions(gatehouse, [id], admin));
  expect(results).toEqual([{ id, developer: { status: 'APPROVED' }, error: null }]);
  expect(await whoAmI(gatehouse, { token: first })).toBeNull();
  expect(await whoAmI(gatehouse, { token: second })).toBeNull();
  expect(await whoAmI(gatehouse, { token: kept })).toBe(other.email);
  await gatehouse.drain();
  expect(gatehouse.inbox.mails).toEqual([]);
  expect(await whoAmI(gatehouse, { token: await bearer(gatehouse, email) })).toBe(email);
  const events = await gatehouse.sql("SELECT actor_kind, data FROM events WHERE type = 'session.revoked' AND subject_id = $1", [
    id,
  ]);
  expect(events).toEqual([{ actor_kind: 'ADMIN', data: { sessions: 2 } }]);
});

test('each id is handled on its own, and only within the reach of an OWNER or APPROVER', async () => {
  const { id } = await verifiedPerson(gatehouse, 'alan@end.test');
  const unknown = '0198c0de-0000-7000-8000-000000000000';
  const outcome = async (token: string) =>
    (await succeed(endSessions(gatehouse, [id, unknown, 'no id'], token))).results.map(
      ({ error }) => error?.__typename ?? null,
    );
  expect(await outcome(admin)).toEqual([null, 'NotFound', 'NotFound']);
  expect(await outcome(await addAdmin(gatehouse, 'approver@end.test', 'APPROVER', 'demo'))).toEqual([
    null,
    'NotFound',
    'NotFound',
  ]);
  expect(await outcome(await addAdmin(gatehouse, 'viewer@end.test', 'VIEWER', 'demo'))).toEqual([
    'NotAllowed',
    'NotFound',
    'NotFound',
  ]);
  expect(await outcome(await addAdmin(gatehouse, 'away@end.test', 'OWNER', 'other'))).toEqual([
    'NotFound',
    'NotFound',
    'NotFound',
  ]);
  await refusal(endSessions(gatehouse, [id], undefined), 'NotAllowed');
  await refusal(endSessions(gatehouse, [], admin), 'InvalidInput');
});
