import { expect, test } from 'vitest';
import { addAdmin, adminBearer, adminLogOut, openDemoPortal, whichAdminAmI } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { loggedInPerson, whoAmI } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const elsewhere = await startInstallation({}, gatehouse);
const owner = await openDemoPortal(gatehouse);

const LOG_OUT = `mutation($input: AdminLogOutInput!) {
  adminLogOut(input: $input) { __typename ... on AdminLogOutSuccess { ended } ... on Error { message } } }`;

test('a session that logs out is dead on every server at once, and no other is', async () => {
  const token = await adminBearer(gatehouse);
  expect(await adminLogOut(gatehouse, { token })).toMatchObject({ ended: 1 });
  for (const site of [gatehouse, elsewhere]) {
    expect(await whichAdminAmI(site, { token })).toBeNull();
    expect(await whichAdminAmI(site, { token: owner })).toBe(ADMIN.email);
  }
});

test('it deletes the cookie of a browser, and succeeds too if nobody is logged in', async () => {
  const cookie = `gatehouse_admin=${await adminBearer(gatehouse)}`;
  for (const [options, ended] of [
    [{ cookie }, 1],
    [{ cookie }, 0],
    [{}, 0],
  ] as const) {
    const { data, headers } = await gatehouse.graphql(LOG_OUT, { input: {} }, options);
    expect(data).toEqual({ adminLogOut: { __typename: 'AdminLogOutSuccess', ended } });
    expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^gatehouse_admin=; .*Expires=Thu, 01 Jan 1970/)]);
  }
  expect(await whichAdminAmI(gatehouse, { cookie })).toBeNull();
});

test('logging out everywhere needs a session of an admin', async () => {
  const { token, email } = await loggedInPerson(gatehouse, 'developer@admins.test', owner);
  const ended = await adminBearer(gatehouse);
  await adminLogOut(gatehouse, { token: ended });
  for (const options of [{}, { token }, { token: ended }, { token: 'no session' }]) {
    const { data } = await gatehouse.graphql(LOG_OUT, { input: { everywhere: true } }, options);
    expect(data).toMatchObject({ adminLogOut: { __typename: 'NotAllowed' } });
  }
  expect([await whoAmI(gatehouse, { token }), await whichAdminAmI(gatehouse, { token: owner })]).toEqual([email, ADMIN.email]);
});

test("logging out everywhere ends the other sessions too, and nobody else's", async () => {
  const other = await addAdmin(gatehouse, 'other@admins.test', 'VIEWER', null);
  await addAdmin(gatehouse, 'busy@admins.test', 'VIEWER', null);
  const sessions = [];
  for (let device = 0; device < 3; device++) {
    sessions.push(await adminBearer(gatehouse, 'busy@admins.test'));
  }
  expect(await adminLogOut(gatehouse, { token: present(sessions[0]) }, { everywhere: true })).toMatchObject({ ended: 4 });
  expect(await Promise.all(sessions.map((token) => whichAdminAmI(gatehouse, { token })))).toEqual([null, null, null]);
  expect(await whichAdminAmI(gatehouse, { token: other })).toBe('other@admins.test');
});
