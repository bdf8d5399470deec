import { expect, test } from 'vitest';
import {
  addAdmin,
  adminBearer,
  adminRevokeOtherSessions,
  adminRevokeSession,
  adminSessions,
  openDemoPortal,
  whichAdminAmI,
} from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { approvedPerson, logIn, whoAmI } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const elsewhere = await startInstallation({}, gatehouse);
const owner = await openDemoPortal(gatehouse);

const currentId = async (token: string) =>
  present((await adminSessions(gatehouse, { token })).find(({ current }) => current)?.id);

/** An admin who is logged in at three places. */
async function threePlaces(email: string): Promise<[string, string, string]> {
  return [
    await addAdmin(gatehouse, email, 'VIEWER', null),
    await adminBearer(gatehouse, email),
    await adminBearer(gatehouse, email),
  ];
}

test('R24: a revoked session is dead on every server, and no other is', async () => {
  const [token, lost, other] = await threePlaces('revoke@admins.test');
  const id = await currentId(lost);
  expect(await adminRevokeSession(gatehouse, id, { token })).toEqual({ __typename: 'AdminRevokeSessionSuccess', id });
  for (const server of [gatehouse, elsewhere]) {
    expect(await whichAdminAmI(server, { token: lost })).toBeNull();
    expect(await whichAdminAmI(server, { token: other })).toBe('revoke@admins.test');
  }
  expect(await adminRevokeSession(gatehouse, id, { token })).toMatchObject({ __typename: 'NotFound' });
  // One may also end the own.
  expect(await adminRevokeSession(gatehouse, await currentId(token), { token })).toMatchObject({
    __typename: 'AdminRevokeSessionSuccess',
  });
  expect(await whichAdminAmI(gatehouse, { token })).toBeNull();
});

test('R28: a session of somebody else is as unknown as none, also to an OWNER', async () => {
  const victim = await addAdmin(gatehouse, 'victim@admins.test', 'VIEWER', 'demo');
  const ids = [await currentId(victim), '00000000-0000-7000-8000-000000000000', 'x', '', '\u0000'];
  const answers = await Promise.all(ids.map((id) => adminRevokeSession(gatehouse, id, { token: owner })));
  const kept = await Promise.all(ids.map((keep) => adminRevokeOtherSessions(gatehouse, { token: owner }, { keep })));
  expect(new Set([...answers, ...kept].map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ __typename: 'NotFound', message: 'There is no such session.' })]),
  );
  expect(await whichAdminAmI(gatehouse, { token: victim })).toBe('victim@admins.test');
  expect(await whichAdminAmI(gatehouse, { token: owner })).toBe(ADMIN.email);
});

test('R29: sessions of a developer with the same address are neither listed nor ended', async () => {
  const [token] = await threePlaces('both@admins.test');
  await approvedPerson(gatehouse, 'both@admins.test', owner);
  const { token: session } = await succeed(logIn(gatehouse, 'both@admins.test'), 'token');
  expect(await adminSessions(gatehouse, { token })).toHaveLength(3);
  const [row] = await gatehouse.sql<{ id: string }>(
    "SELECT s.id FROM sessions s JOIN developers d ON d.id = s.developer_id WHERE d.email = 'both@admins.test'",
  );
  expect(await adminRevokeSession(gatehouse, present(row?.id), { token })).toMatchObject({ __typename: 'NotFound' });
  expect(await adminRevokeOtherSessions(gatehouse, { token: session })).toMatchObject({ __typename: 'NotAllowed' });
  expect(await adminRevokeOtherSessions(gatehouse, { token })).toMatchObject({ ended: 2 });
  expect(await whoAmI(gatehouse, { token: session })).toBe('both@admins.test');
});
