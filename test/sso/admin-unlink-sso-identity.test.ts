import { expect, test } from 'vitest';
import {
  addAdmin,
  adminConfirmSso,
  adminSsoIdentities,
  adminUnlinkSsoIdentity,
  inviteAdmin,
  openDemoPortal,
  whichAdminAmI,
} from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { mailedToken } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { adminSessionOf, comeIn, connectAdmins, whichAdmin } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const owner = await openDemoPortal(gatehouse);
const company = await connectAdmins(gatehouse, issuer);

/** A new admin who logged in with the provider. */
async function companyAdmin(email: string) {
  await succeed(inviteAdmin(gatehouse, email, [{ role: 'VIEWER', portal: 'demo' }], owner));
  issuer.behave({ person: { sub: email, email, email_verified: true } });
  const { browser } = await comeIn(company, { invitation: await mailedToken(gatehouse, email) });
  const cookie = adminSessionOf(browser);
  const [identity] = await adminSsoIdentities(gatehouse, { cookie });
  return { cookie, id: present(identity).id };
}

test('an admin unlinks an account, whose sessions end, and links it again by a mailed link', async () => {
  const email = 'own@unlink.test';
  const { cookie, id } = await companyAdmin(email);
  await succeed(adminUnlinkSsoIdentity(gatehouse, id, { cookie }));
  expect(await whichAdminAmI(gatehouse, { cookie })).toBeNull();
  expect((await comeIn(company)).end.location?.pathname).toBe('/admin/sso-confirm-sent');
  await succeed(adminConfirmSso(gatehouse, await mailedToken(gatehouse, email)));
  expect(await whichAdmin(gatehouse, (await comeIn(company)).browser)).toBe(email);
});

test('an OWNER of all portals unlinks the account of another admin, for whom a new account makes room', async () => {
  const email = 'again@unlink.test';
  const { cookie, id } = await companyAdmin(email);
  await succeed(adminUnlinkSsoIdentity(gatehouse, id, { token: owner }));
  expect(await whichAdminAmI(gatehouse, { cookie })).toBeNull();
  issuer.behave({ person: { sub: 'hired-again', email, email_verified: true } });
  await comeIn(company);
  await succeed(adminConfirmSso(gatehouse, await mailedToken(gatehouse, email)));
  expect(await whichAdmin(gatehouse, (await comeIn(company)).browser)).toBe(email);
});

test('nobody else sees or unlinks it', async () => {
  const { cookie, id } = await companyAdmin('alone@unlink.test');
  const others = [
    await addAdmin(gatehouse, 'portal-owner@unlink.test', 'OWNER', 'demo'),
    await addAdmin(gatehouse, 'viewer@unlink.test', 'VIEWER', null),
  ];
  for (const token of others)
    expect(await adminUnlinkSsoIdentity(gatehouse, id, { token })).toMatchObject({ __typename: 'NotFound' });
  expect(await adminUnlinkSsoIdentity(gatehouse, id, {})).toMatchObject({ __typename: 'NotAllowed' });
  const seen = await gatehouse.graphql<{ admins: { edges: { node: { ssoIdentities: unknown[] | null } }[] } }>(
    '{ admins(first: 50) { edges { node { ssoIdentities { id } } } } }',
    {},
    { token: present(others[0]) },
  );
  expect(seen.data.admins.edges.filter(({ node }) => (node.ssoIdentities ?? []).length > 0)).toEqual([]);
  expect(await whichAdminAmI(gatehouse, { cookie })).toBe('alone@unlink.test');
});
