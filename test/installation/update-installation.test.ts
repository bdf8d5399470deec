import { expect, test } from 'vitest';
import { InstallationDocument } from '../generated/operations.ts';
import { addAdmin, adminBearer, adminLogIn, openDemoPortal, whichAdminAmI } from '../kit/admins.ts';
import { updateInstallation } from '../kit/confirm.ts';
import { beforeCommit } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { adminRemoveSecondFactor, adminWithTotp, codeOf } from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
let owner = await openDemoPortal(gatehouse);
const read = async (token?: string) => (await gatehouse.graphql(InstallationDocument, {}, { token })).data.installation;

test('an OWNER of all portals changes settings, and those left out stay', async () => {
  expect(await read(owner)).toEqual({ requireSecondFactor: false, adminSessionLimit: 50 });
  const { installation } = await succeed(updateInstallation(gatehouse, { adminSessionLimit: 5 }, owner));
  expect(installation).toEqual({ requireSecondFactor: false, adminSessionLimit: 5 });
  await succeed(updateInstallation(gatehouse, { requireSecondFactor: false }, owner));
  expect(await read(owner)).toEqual({ requireSecondFactor: false, adminSessionLimit: 5 });
  const events = await gatehouse.sql("SELECT data FROM events WHERE type = 'installation.updated' ORDER BY at, id");
  expect(events).toEqual([
    { data: { before: { adminSessionLimit: 50 }, after: { adminSessionLimit: 5 } } },
    { data: { before: {}, after: {} } },
  ]);
});

test('other admins and strangers change nothing, and strangers see nothing', async () => {
  for (const [email, role, portal] of [
    ['approver@installation.test', 'APPROVER', null],
    ['of-one@installation.test', 'OWNER', 'demo'],
  ] as const) {
    const token = await addAdmin(gatehouse, email, role, portal);
    await refusal(updateInstallation(gatehouse, { adminSessionLimit: 1 }, token), 'NotAllowed');
    expect(await read(token)).toMatchObject({ adminSessionLimit: 5 });
  }
  await refusal(updateInstallation(gatehouse, { adminSessionLimit: 1 }, undefined), 'NotAllowed');
  expect(await read()).toBeNull();
});

test('a limit is 1 to 50', async () => {
  for (const adminSessionLimit of [0, 51]) {
    const { issues } = await refusal(updateInstallation(gatehouse, { adminSessionLimit }, owner), 'InvalidInput');
    expect(issues).toEqual([expect.objectContaining({ path: ['adminSessionLimit'] })]);
  }
});

test('R119: requiring a second factor ends the sessions of admins without one', async () => {
  const without = await addAdmin(gatehouse, 'without@installation.test', 'VIEWER', null);
  const { token } = await adminWithTotp(gatehouse, 'with@installation.test', 'OWNER');
  await succeed(updateInstallation(gatehouse, { requireSecondFactor: true }, token));
  expect(await whichAdminAmI(gatehouse, { token: without })).toBeNull();
  expect(await whichAdminAmI(gatehouse, { token })).toBe('with@installation.test');
  await succeed(updateInstallation(gatehouse, { requireSecondFactor: false }, token));
  owner = await adminBearer(gatehouse);
});

test('R119: a log-in and a removal at the moment when a second factor is required do not get past it', async () => {
  const { databaseUrl, sql } = gatehouse;
  await addAdmin(gatehouse, 'meanwhile@installation.test', 'VIEWER', null);
  const { token, secret, factorId } = await adminWithTotp(gatehouse, 'last@installation.test');
  const logIn = () => adminLogIn(gatehouse, { email: 'meanwhile@installation.test' });
  const remove = () => adminRemoveSecondFactor(gatehouse, factorId, { code: codeOf(secret) }, { token });
  const acts: [string, () => Promise<{ __typename: string }>][] = [
    ['SecondFactorMissing', logIn],
    ['NotAllowed', remove],
  ];
  for (const [refused, act] of acts) {
    const answer = await beforeCommit(databaseUrl, 'UPDATE installation SET require_second_factor = true', '', act);
    await sql('UPDATE installation SET require_second_factor = false');
    expect(answer).toMatchObject({ __typename: refused });
  }
});

test('nobody requires a second factor of others without having one', async () => {
  const { issues } = await refusal(updateInstallation(gatehouse, { requireSecondFactor: true }, owner), 'InvalidInput');
  expect(issues).toEqual([expect.objectContaining({ path: ['requireSecondFactor'], code: 'NOT_PERMITTED' })]);
  expect(await read(owner)).toMatchObject({ requireSecondFactor: false });
});
