import { expect, test } from 'vitest';
import { addAdmin, adminBearer, adminRevokeOtherSessions, adminSessions, whichAdminAmI } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const elsewhere = await startInstallation({}, gatehouse);
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

test('R24: all sessions but the one that asks end, or all but the one that is named', async () => {
  const [first, second, third] = await threePlaces('others@admins.test');
  const whoIsIn = () => Promise.all([first, second, third].map((token) => whichAdminAmI(elsewhere, { token })));
  const keep = await currentId(second);
  expect(await adminRevokeOtherSessions(gatehouse, { token: first })).toMatchObject({ ended: 2 });
  expect(await whoIsIn()).toEqual(['others@admins.test', null, null]);
  expect(await adminRevokeOtherSessions(gatehouse, { token: first })).toMatchObject({ ended: 0 });
  expect(await adminRevokeOtherSessions(gatehouse, { token: first }, { keep })).toMatchObject({ __typename: 'NotFound' });
  const kept = await adminBearer(gatehouse, 'others@admins.test');
  expect(await adminRevokeOtherSessions(gatehouse, { token: first }, { keep: await currentId(kept) })).toMatchObject({
    ended: 1,
  });
  expect([await whichAdminAmI(gatehouse, { token: first }), await whichAdminAmI(gatehouse, { token: kept })]).toEqual([
    null,
    'others@admins.test',
  ]);
});
