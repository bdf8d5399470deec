import { expect, test } from 'vitest';
import { addAdmin, createPortal, endSession, openDemoPortal, sessionsOf } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { approvedPerson, bearer, whoAmI } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);

test('ends one session of a person, mails nothing, and leaves the others', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'ada@end-one.test', admin);
  const [ended, kept] = [await bearer(gatehouse, email), await bearer(gatehouse, email)];
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
  // The last used stands first.
  const session = present((await sessionsOf(gatehouse, id, admin)).at(-1)?.id);
  expect(await succeed(endSession(gatehouse, session, admin))).toMatchObject({ id: session, developer: { id } });
  expect(await whoAmI(gatehouse, { token: ended })).toBeNull();
  expect(await whoAmI(gatehouse, { token: kept })).toBe(email);
  expect(await sessionsOf(gatehouse, id, admin)).toHaveLength(1);
  await refusal(endSession(gatehouse, session, admin), 'NotFound');
  await gatehouse.drain();
  expect(gatehouse.inbox.mails).toEqual([]);
  const events = await gatehouse.sql("SELECT actor_kind, data FROM events WHERE type = 'session.revoked' AND subject_id = $1", [
    id,
  ]);
  expect(events).toEqual([{ actor_kind: 'ADMIN', data: { sessionId: session, sessions: 1 } }]);
});

test('R28: only an OWNER or an APPROVER of the portal ends one', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'alan@end-one.test', admin);
  const token = await bearer(gatehouse, email);
  const session = present((await sessionsOf(gatehouse, id, admin))[0]?.id);
  await refusal(endSession(gatehouse, session, undefined), 'NotAllowed');
  await refusal(endSession(gatehouse, session, token), 'NotAllowed');
  const viewer = await addAdmin(gatehouse, 'viewer@end-one.test', 'VIEWER', 'demo');
  await refusal(endSession(gatehouse, session, viewer), 'NotAllowed');
  await refusal(endSession(gatehouse, session, await addAdmin(gatehouse, 'away@end-one.test', 'OWNER', 'other')), 'NotFound');
  for (const wrong of ['no id', id]) await refusal(endSession(gatehouse, wrong, admin), 'NotFound');
  expect(await whoAmI(gatehouse, { token })).toBe(email);
  await succeed(endSession(gatehouse, session, await addAdmin(gatehouse, 'approver@end-one.test', 'APPROVER', 'demo')));
  expect(await whoAmI(gatehouse, { token })).toBeNull();
});
