import { expect, test } from 'vitest';
import {
  acceptAdminInvitation,
  addAdmin,
  adminBearer,
  adminLogIn,
  adminsSeenBy,
  createPortal,
  inviteAdmin,
  openDemoPortal,
  removeAdmin,
  whichAdminAmI,
} from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { stateOf } from '../kit/links.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { DEAD_LINK, mailedToken, NEW_PASSWORD } from '../kit/people.ts';
import { adminAddTotp, adminStartTotp, codeOf } from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', owner);

type Given = Parameters<typeof inviteAdmin>[2];

async function invited(email: string, roles: Given = [{ portal: 'demo', role: 'APPROVER' }], by = owner): Promise<string> {
  await succeed(inviteAdmin(gatehouse, email, roles, by));
  return await mailedToken(gatehouse, email);
}

test('makes the admin with the roles and the password, once, and does not log in', async () => {
  const token = await invited('new@accept.test');
  await succeed(acceptAdminInvitation(gatehouse, { token, password: NEW_PASSWORD }), 'email');
  expect((await adminsSeenBy(gatehouse, owner))['new@accept.test']).toEqual(['APPROVER demo']);
  const session = await succeed(adminLogIn(gatehouse, { email: 'new@accept.test', password: NEW_PASSWORD }), 'token');
  expect(await whichAdminAmI(gatehouse, { token: session.token })).toBe('new@accept.test');
  expect(await acceptAdminInvitation(gatehouse, { token, password: NEW_PASSWORD })).toMatchObject(DEAD_LINK);
  expect(await stateOf(gatehouse, token)).toMatchObject({ kind: 'ADMIN_INVITATION', works: false, deadBecause: 'USED' });
});

test('a new admin sets up a second factor at once, with the token of the answer; who is an admin already gets none', async () => {
  const email = 'factor@accept.test';
  const accepted = acceptAdminInvitation(gatehouse, { token: await invited(email), password: NEW_PASSWORD });
  const { secondFactorToken } = await succeed(accepted, 'secondFactorToken');
  const { challenge, secret } = await succeed(adminStartTotp(gatehouse, { token: secondFactorToken }));
  await succeed(adminAddTotp(gatehouse, { challenge, code: codeOf(secret) }), 'recoveryCodes');
  await refusal(adminLogIn(gatehouse, { email, password: NEW_PASSWORD }), 'SecondFactorRequired');
  expect(await adminStartTotp(gatehouse, { token: secondFactorToken })).toMatchObject(DEAD_LINK);
  const token = await invited(ADMIN.email);
  expect(await succeed(acceptAdminInvitation(gatehouse, { token }, { token: owner }))).toMatchObject({
    secondFactorToken: null,
  });
});

test('several clicks at the same moment make one admin, and each of them answers in words', async () => {
  const token = await invited('eager@accept.test');
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => acceptAdminInvitation(gatehouse, { token, password: NEW_PASSWORD })),
  );
  expect(answers.filter(({ __typename }) => __typename === 'AcceptAdminInvitationSuccess')).toHaveLength(1);
  for (const { __typename } of answers)
    expect(['AcceptAdminInvitationSuccess', 'InvalidToken', 'NotAllowed']).toContain(__typename);
  expect(
    await gatehouse.sql("SELECT FROM admin_roles JOIN admins ON admins.id = admin_id WHERE email = 'eager@accept.test'"),
  ).toHaveLength(1);
});

test('two invitations of one new address that are accepted at the same moment make one admin with a role', async () => {
  const first = await invited('twice@accept.test');
  const second = await invited('twice@accept.test', [{ portal: 'other', role: 'VIEWER' }]);
  const answers = await Promise.all(
    [first, second].map((token) => acceptAdminInvitation(gatehouse, { token, password: NEW_PASSWORD })),
  );
  expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['AcceptAdminInvitationSuccess', 'NotAllowed']);
});

test('a new admin needs a password that is good enough; the link stays', async () => {
  const token = await invited('weak@accept.test');
  for (const password of [undefined, 'short', 'weak@accept.test']) {
    const { issues } = await refusal(acceptAdminInvitation(gatehouse, { token, password }), 'InvalidInput');
    expect(issues).toMatchObject([{ path: ['password'] }]);
  }
  await succeed(acceptAdminInvitation(gatehouse, { token, password: NEW_PASSWORD }));
});

test('an admin accepts while logged in, keeps the password, gains roles and loses none', async () => {
  const viewer = await addAdmin(gatehouse, 'known@accept.test', 'OWNER', null);
  const token = await invited('known@accept.test', [{ role: 'VIEWER' }, { portal: 'demo', role: 'APPROVER' }]);
  await refusal(acceptAdminInvitation(gatehouse, { token, password: NEW_PASSWORD }), 'NotAllowed');
  await refusal(acceptAdminInvitation(gatehouse, { token, password: NEW_PASSWORD }, { token: owner }), 'NotAllowed');
  await succeed(acceptAdminInvitation(gatehouse, { token }, { token: viewer }));
  expect((await adminsSeenBy(gatehouse, owner))['known@accept.test']).toEqual(['APPROVER demo', 'OWNER *']);
  await succeed(adminLogIn(gatehouse, { email: 'known@accept.test', password: ADMIN.password }));
});

test('an invitation ends with the right of the admin who invited', async () => {
  const inviter = await addAdmin(gatehouse, 'inviter@accept.test', 'OWNER', null);
  const demoted = await invited('of-demoted@accept.test', [{ role: 'VIEWER' }], inviter);
  const removed = await invited('of-removed@accept.test', [{ role: 'VIEWER' }], inviter);
  await gatehouse.sql(
    "UPDATE admin_roles SET role = 'APPROVER' FROM admins WHERE admins.id = admin_id AND email = 'inviter@accept.test'",
  );
  expect(await stateOf(gatehouse, demoted)).toMatchObject({ works: false, deadBecause: 'ENDED' });
  expect(await acceptAdminInvitation(gatehouse, { token: demoted, password: NEW_PASSWORD })).toMatchObject(DEAD_LINK);
  const [row] = await gatehouse.sql<{ id: string }>("SELECT id FROM admins WHERE email = 'inviter@accept.test'");
  await succeed(removeAdmin(gatehouse, row?.id ?? '', owner));
  expect(await acceptAdminInvitation(gatehouse, { token: removed, password: NEW_PASSWORD })).toMatchObject(DEAD_LINK);
});

test('an expired or unknown token is InvalidToken', async () => {
  const token = await invited('late@accept.test');
  await gatehouse.sql("UPDATE admin_invitations SET expires_at = now() WHERE email = 'late@accept.test'");
  expect(await acceptAdminInvitation(gatehouse, { token, password: NEW_PASSWORD })).toMatchObject(DEAD_LINK);
  expect(await stateOf(gatehouse, token)).toMatchObject({ deadBecause: 'EXPIRED' });
  expect(await acceptAdminInvitation(gatehouse, { token: 'nothing', password: NEW_PASSWORD })).toMatchObject(DEAD_LINK);
  expect(await adminBearer(gatehouse)).toBeTruthy();
});

test('a new admin has the language of the input, else of the request; one who is an admin already keeps theirs', async () => {
  const localeOf = async (email: string) =>
    (await gatehouse.sql<{ locale: string | null }>('SELECT locale FROM admins WHERE email = $1', [email]))[0]?.locale;
  const accept = async (email: string, language: string, locale?: string, token?: string) => {
    const input = { token: await invited(email), password: NEW_PASSWORD, ...(locale && { locale }) };
    const result = await acceptAdminInvitation(gatehouse, input, { token, headers: { 'accept-language': language } });
    return { result, locale: await localeOf(email) };
  };
  expect((await accept('asks@accept.test', 'fr, de-AT')).locale).toBe('de');
  expect((await accept('chose@accept.test', 'de', 'pt-br')).locale).toBe('pt-BR');
  expect((await accept('french@accept.test', 'fr')).locale).toBe(null);
  const wrong = await accept('wrong@accept.test', 'de', 'not a tag');
  expect(wrong).toMatchObject({ result: { __typename: 'InvalidInput', issues: [{ path: ['locale'] }] }, locale: undefined });
  const logIn = adminLogIn(gatehouse, { email: 'asks@accept.test', password: NEW_PASSWORD });
  const { token } = await succeed(logIn, 'token');
  expect((await accept('asks@accept.test', 'ja', 'ja', token)).locale).toBe('de');
});
