import { expect, test } from 'vitest';
import { MOST_GIVEN_ROLES } from '../../domain/admins/given-roles.ts';
import { ADMIN_INVITATION_TTL_MS, MOST_OPEN_INVITATIONS } from '../../domain/admins/invite-admin.ts';
import {
  addAdmin,
  adminId,
  adminUpdateProfile,
  createPortal,
  invitationsSeenBy,
  inviteAdmin,
  openDemoPortal,
  rolesIn,
  updateAdmin,
} from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { findLink } from '../kit/links.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { lastMailTo, mailsTo, tokenIn } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', owner);

test('mails a link that says who invited to what, and changes nothing', async () => {
  const roles = [{ portal: 'demo', role: 'APPROVER' as const }, { role: 'VIEWER' as const }];
  const { invitation } = await succeed(inviteAdmin(gatehouse, 'New@Invited.test', roles, owner));
  expect(invitation.email).toBe('new@invited.test');
  expect(rolesIn(invitation)).toEqual(['APPROVER demo', 'VIEWER *']);
  await gatehouse.drain();
  const mail = lastMailTo(gatehouse, 'new@invited.test');
  const [{ days } = { days: 0 }] = await gatehouse.sql<{ days: number }>(
    'SELECT extract(epoch FROM expires_at - created_at)::int / 86400 AS days FROM admin_invitations',
  );
  expect(days * 86_400_000).toBe(ADMIN_INVITATION_TTL_MS);
  expect(mail.text).toContain('valid for 7 days');
  expect(mail.subject).toBe('You are invited to be an admin of Gatehouse');
  expect(mail.text).toContain('APPROVER of demo portal and VIEWER of all portals');
  expect(mail.text).toContain(`${gatehouse.url}/admin/accept-invitation?token=`);
  const token = tokenIn(mail);
  expect(await findLink(gatehouse, token)).toMatchObject({
    kind: 'ADMIN_INVITATION',
    works: true,
    email: 'new@invited.test',
    portal: null,
    invitation: { inviterEmail: ADMIN.email, admin: false },
  });
  expect(await gatehouse.sql('SELECT FROM admins')).toHaveLength(1);
  expect(JSON.stringify(await gatehouse.sql('SELECT * FROM admin_invitations'))).not.toContain(token);
});

test('answers the same whether or not the address is that of an admin', async () => {
  const roles = [{ role: 'VIEWER' as const }];
  const known = await succeed(inviteAdmin(gatehouse, ADMIN.email, roles, owner));
  const unknown = await succeed(inviteAdmin(gatehouse, 'nobody@invited.test', roles, owner));
  const shape = ({ invitation: { roles, expiresAt } }: typeof known) => [roles, expiresAt.slice(0, 10)];
  expect(shape(known)).toEqual(shape(unknown));
});

test('an OWNER of one portal gives roles there alone, and sees the invitations to it alone', async () => {
  const ofDemo = await addAdmin(gatehouse, 'demo-owner@invited.test', 'OWNER', 'demo');
  await succeed(inviteAdmin(gatehouse, 'here@invited.test', [{ portal: 'demo', role: 'OWNER' }], ofDemo));
  await succeed(inviteAdmin(gatehouse, 'both@invited.test', [{ portal: 'demo', role: 'VIEWER' }, { role: 'VIEWER' }], owner));
  await refusal(inviteAdmin(gatehouse, 'x@invited.test', [{ role: 'VIEWER' }], ofDemo), 'NotAllowed');
  // A portal that this admin cannot read does not exist for them.
  expect(
    await refusal(inviteAdmin(gatehouse, 'x@invited.test', [{ portal: 'other', role: 'VIEWER' }], ofDemo), 'InvalidInput'),
  ).toMatchObject({
    issues: [{ path: ['roles', '0', 'portal'], code: 'UNKNOWN_CHOICE' }],
  });
  expect(await invitationsSeenBy(gatehouse, ofDemo)).toEqual({ 'here@invited.test': ['OWNER demo'] });
  expect(Object.keys(await invitationsSeenBy(gatehouse, owner))).toEqual(
    expect.arrayContaining(['here@invited.test', 'both@invited.test']),
  );
});

test.each(['APPROVER', 'VIEWER'])('an %s invites nobody', async (role) => {
  const token = await addAdmin(gatehouse, `${role}@invited.test`.toLowerCase(), role, null);
  await refusal(inviteAdmin(gatehouse, 'x@invited.test', [{ role: 'VIEWER' }], token), 'NotAllowed');
});

test('bad input is told at its field, and nothing is written', async () => {
  const count = async () => (await gatehouse.sql('SELECT FROM admin_invitations')).length;
  const before = await count();
  const role = { portal: 'demo', role: 'VIEWER' as const };
  for (const [roles, issue] of [
    [[], { path: ['roles'], code: 'TOO_FEW' }],
    [Array.from({ length: MOST_GIVEN_ROLES + 1 }, () => role), { path: ['roles'], code: 'TOO_MANY' }],
    [[role, role], { path: ['roles', '1', 'portal'], code: 'DUPLICATE' }],
    [[role, { portal: 'nowhere', role: 'OWNER' as const }], { path: ['roles', '1', 'portal'], code: 'UNKNOWN_CHOICE' }],
  ] as const) {
    const refused = await refusal(inviteAdmin(gatehouse, 'x@invited.test', [...roles], owner), 'InvalidInput');
    expect(refused.issues).toMatchObject([issue]);
  }
  const { issues } = await refusal(inviteAdmin(gatehouse, 'no address', [role], owner), 'InvalidInput');
  expect(issues).toMatchObject([{ path: ['email'], code: 'NOT_AN_EMAIL' }]);
  expect(await count()).toBe(before);
});

test('an admin has so many open invitations at most', async () => {
  const token = await addAdmin(gatehouse, 'busy@invited.test', 'OWNER', null);
  await gatehouse.sql(
    `INSERT INTO admin_invitations (id, email, hash, inviter_id, expires_at)
     SELECT gen_random_uuid(), n || '@many.test', sha256(n::text::bytea), id, now() + interval '1 day'
     FROM admins, generate_series(1, $1) n WHERE email = 'busy@invited.test'`,
    [MOST_OPEN_INVITATIONS - 1],
  );
  const roles = [{ role: 'VIEWER' as const }];
  const both = await Promise.all(['a@many.test', 'b@many.test'].map((email) => inviteAdmin(gatehouse, email, roles, token)));
  expect(both.map(({ __typename }) => __typename).toSorted()).toEqual(['InvalidInput', 'InviteAdminSuccess']);
});

test('no mail goes out if the inviter has lost the right meanwhile', async () => {
  const inviter = await addAdmin(gatehouse, 'leaves@invited.test', 'OWNER', 'demo');
  await succeed(inviteAdmin(gatehouse, 'late@invited.test', [{ portal: 'demo', role: 'OWNER' }], inviter));
  await succeed(
    updateAdmin(gatehouse, await adminId(gatehouse, 'leaves@invited.test'), [{ portal: 'demo', role: 'VIEWER' }], owner),
  );
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'late@invited.test')).toEqual([]);
});

test('the email is in the language of the person if that is an admin, else of the inviter, else of the request', async () => {
  const inviter = await addAdmin(gatehouse, 'inviter@invited.test', 'OWNER', 'demo');
  const known = await addAdmin(gatehouse, 'japanese@invited.test', 'VIEWER', 'demo');
  await succeed(adminUpdateProfile(gatehouse, { locale: 'ja' }, known));
  const invite = async (email: string, language: string) => {
    const roles = [{ portal: 'demo', role: 'APPROVER' as const }];
    await succeed(inviteAdmin(gatehouse, email, roles, inviter, { 'accept-language': language }));
    await gatehouse.drain();
    return lastMailTo(gatehouse, email);
  };
  expect((await invite('fr@invited.test', 'fr')).text).toContain('as APPROVER of demo portal.');
  expect((await invite('de@invited.test', 'de')).text).toContain('als Prüfer von demo portal.');
  await succeed(adminUpdateProfile(gatehouse, { locale: 'de' }, inviter));
  expect((await invite('en@invited.test', 'en')).subject).toBe('Sie sind als Admin von Gatehouse eingeladen');
  expect((await invite('japanese@invited.test', 'en')).subject).toBe('Gatehouse の管理者への招待');
});
