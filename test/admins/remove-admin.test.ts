import { expect, test } from 'vitest';
import {
  addAdmin,
  adminId,
  adminsSeenBy,
  createPortal,
  decide,
  openDemoPortal,
  removeAdmin,
  whichAdminAmI,
} from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { verifiedPerson } from '../kit/people.ts';

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

test('deletes the admin with sessions; decisions keep the id', async () => {
  const { token, id } = await add('decided@remove.test', 'APPROVER', 'demo');
  const person = await verifiedPerson(gatehouse, 'person@remove.test');
  await succeed(decide(gatehouse, 'approve', [person.id], token));
  expect(await succeed(removeAdmin(gatehouse, id, owner))).toMatchObject({ id, deleted: true });
  expect(await whichAdminAmI(gatehouse, { token })).toBeNull();
  expect(await gatehouse.sql('SELECT admin_id FROM decisions')).toEqual([{ admin_id: id }]);
  const { data } = await gatehouse.graphql(
    'query($id: ID!) { developer(id: $id) { decisions { by { kind adminEmail } } } }',
    { id: person.id },
    { token: owner },
  );
  expect(data).toMatchObject({ developer: { decisions: [{ by: { kind: 'ADMIN', adminEmail: null } }] } });
});

test('an OWNER of one portal takes the roles there alone', async () => {
  const here = await add('here@remove.test', 'OWNER', 'demo');
  const both = await add('both@remove.test', 'VIEWER', 'demo');
  await gatehouse.sql("INSERT INTO admin_roles (id, admin_id, portal_id, role) VALUES (gen_random_uuid(), $1, $2, 'VIEWER')", [
    both.id,
    portals['other'],
  ]);
  expect(await succeed(removeAdmin(gatehouse, both.id, here.token))).toMatchObject({ deleted: false });
  expect((await adminsSeenBy(gatehouse, owner))['both@remove.test']).toEqual(['VIEWER other']);
  await refusal(removeAdmin(gatehouse, both.id, here.token), 'NotFound');
  await refusal(removeAdmin(gatehouse, await idOf(ADMIN.email), here.token), 'NotFound');
});

test.each(['APPROVER', 'VIEWER'])('an %s removes nobody but themselves', async (role) => {
  const self = await add(`${role}@remove.test`.toLowerCase(), role, null);
  await refusal(removeAdmin(gatehouse, await idOf(ADMIN.email), self.token), 'NotAllowed');
  await succeed(removeAdmin(gatehouse, self.id, self.token));
  expect(await whichAdminAmI(gatehouse, { token: self.token })).toBeNull();
});

test('the last OWNER of all portals stays, also if the last two remove each other or themselves at the same moment', async () => {
  await refusal(removeAdmin(gatehouse, await idOf(ADMIN.email), owner), 'NotAllowed');
  const ids = async () => (await gatehouse.sql("SELECT FROM admin_roles WHERE role = 'OWNER' AND portal_id IS NULL")).length;
  for (let round = 0; round < 10; round++) {
    const me = await idOf(ADMIN.email);
    const other = await add(`other${round}@remove.test`, 'OWNER', null);
    const answers =
      round % 2
        ? await Promise.all([removeAdmin(gatehouse, other.id, owner), removeAdmin(gatehouse, me, other.token)])
        : await Promise.all([removeAdmin(gatehouse, me, owner), removeAdmin(gatehouse, other.id, other.token)]);
    expect(answers.filter(({ __typename }) => __typename === 'RemoveAdminSuccess')).toHaveLength(1);
    expect(await ids()).toBe(1);
    if ((await idOf(ADMIN.email)) === '') return;
    await gatehouse.sql("DELETE FROM admins WHERE email LIKE 'other%'");
  }
});
