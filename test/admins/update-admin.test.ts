import { expect, test } from 'vitest';
import {
  addAdmin,
  adminId,
  adminsSeenBy,
  createPortal,
  openDemoPortal,
  rolesIn,
  updateAdmin,
  updatePortal,
} from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', owner);
const portals = Object.fromEntries(
  (await gatehouse.sql<{ slug: string; id: string }>('SELECT slug, id FROM portals')).map(({ slug, id }) => [slug, id]),
);

const idOf = (email: string) => adminId(gatehouse, email);

async function add(email: string, role: string, portal: 'demo' | 'other' | null) {
  const token = await addAdmin(gatehouse, email, role, portal);
  return { token, id: await idOf(email) };
}

test('replaces the roles, which counts from the next request on', async () => {
  const { token, id } = await add('turn@update.test', 'VIEWER', null);
  await refusal(updatePortal(gatehouse, { autoApprove: true }, token), 'NotAllowed');
  const { admin } = await succeed(updateAdmin(gatehouse, id, [{ portal: 'demo', role: 'OWNER' }], owner));
  expect(rolesIn(admin)).toEqual(['OWNER demo']);
  await succeed(updatePortal(gatehouse, { autoApprove: true }, token));
  await succeed(updateAdmin(gatehouse, id, [{ portal: 'demo', role: 'VIEWER' }], owner));
  await refusal(updatePortal(gatehouse, { autoApprove: false }, token), 'NotAllowed');
});

test('an OWNER of one portal sees and replaces the roles there alone', async () => {
  const here = await add('here@update.test', 'OWNER', 'demo');
  const both = await add('both@update.test', 'VIEWER', 'demo');
  await gatehouse.sql(
    "INSERT INTO admin_roles (id, admin_id, portal_id, role) VALUES (gen_random_uuid(), $1, $2, 'APPROVER')",
    [both.id, portals['other']],
  );
  expect(await adminsSeenBy(gatehouse, here.token)).toMatchObject({
    'here@update.test': ['OWNER demo'],
    'both@update.test': ['VIEWER demo'],
  });
  const { admin } = await succeed(updateAdmin(gatehouse, both.id, [{ portal: 'demo', role: 'OWNER' }], here.token));
  expect(rolesIn(admin)).toEqual(['OWNER demo']);
  expect((await adminsSeenBy(gatehouse, owner))['both@update.test']).toEqual(['APPROVER other', 'OWNER demo']);

  const away = await add('away@update.test', 'VIEWER', 'other');
  await refusal(updateAdmin(gatehouse, away.id, [{ portal: 'demo', role: 'VIEWER' }], here.token), 'NotFound');
  await refusal(updateAdmin(gatehouse, await idOf(ADMIN.email), [{ portal: 'demo', role: 'VIEWER' }], here.token), 'NotFound');
  await refusal(updateAdmin(gatehouse, both.id, [{ role: 'VIEWER' }], here.token), 'NotAllowed');
});

test('nobody changes their own roles', async () => {
  const self = await add('self@update.test', 'OWNER', null);
  await refusal(
    updateAdmin(gatehouse, self.id, [{ role: 'OWNER' }, { portal: 'demo', role: 'OWNER' }], self.token),
    'NotAllowed',
  );
});

test.each(['APPROVER', 'VIEWER'])('an %s changes nobody, and cannot list admins', async (role) => {
  const { token } = await add(`${role}@update.test`.toLowerCase(), role, null);
  await refusal(updateAdmin(gatehouse, await idOf(ADMIN.email), [{ role: 'VIEWER' }], token), 'NotAllowed');
  const { data, errors } = await gatehouse.graphql('{ admins { totalCount } }', {}, { token });
  expect([data, errors[0]?.extensions]).toMatchObject([{ admins: null }, { code: 'NOT_ALLOWED' }]);
});

test('unknown ids and empty roles are refused, and nothing changes', async () => {
  const { id } = await add('stays@update.test', 'VIEWER', null);
  await refusal(updateAdmin(gatehouse, 'no id', [{ role: 'VIEWER' }], owner), 'NotFound');
  await refusal(updateAdmin(gatehouse, '0198c0de-0000-7000-8000-000000000000', [{ role: 'VIEWER' }], owner), 'NotFound');
  await refusal(updateAdmin(gatehouse, id, [], owner), 'InvalidInput');
  expect((await adminsSeenBy(gatehouse, owner))['stays@update.test']).toEqual(['VIEWER *']);
});

test('of two OWNERs who demote each other at the same moment, one succeeds, 20 times', async () => {
  for (let round = 0; round < 20; round++) {
    const a = await add(`a${round}@race.test`, 'OWNER', null);
    const b = await add(`b${round}@race.test`, 'OWNER', null);
    const answers = await Promise.all([
      updateAdmin(gatehouse, b.id, [{ role: 'VIEWER' }], a.token),
      updateAdmin(gatehouse, a.id, [{ role: 'VIEWER' }], b.token),
    ]);
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['NotAllowed', 'UpdateAdminSuccess']);
    await gatehouse.sql("DELETE FROM admins WHERE email LIKE '%@race.test'");
  }
});
