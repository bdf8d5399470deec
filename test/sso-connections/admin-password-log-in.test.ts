import { beforeEach, expect, test } from 'vitest';
import { createAdmin } from '../../domain/admins/create-admin.ts';
import { AdminLogInMethodsDocument } from '../generated/operations.ts';
import {
  acceptAdminInvitation,
  addAdmin,
  adminConfirmSso,
  adminLogIn,
  adminRequestPasswordReset,
  adminResetPassword,
  inviteAdmin,
  openDemoPortal,
} from '../kit/admins.ts';
import { adminConfirm } from '../kit/confirm.ts';
import { connected, deleteConnection, testConnection, tryOut, updateConnection } from '../kit/connections.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { adminLogInWithPasskey } from '../kit/passkeys.ts';
import { mailedToken } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { adminRequestSecondFactor } from '../kit/second-factors.ts';
import { adminSessionOf, comeIn, whichAdmin } from '../kit/sso.ts';
import { openBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const settings = { SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' };
/** The same database behind servers with and without the variable. */
const on = await startInstallation(settings);
const off = await startInstallation({ ...settings, ADMIN_PASSWORD_LOGIN: 'off' }, on);
const owner = await openDemoPortal(on);
const { url, clientId, clientSecret } = issuer;
const company = { portal: null, label: 'Company ID', issuer: url, clientId, clientSecret };

const PASSWORD = 'three old kettles sing';

beforeEach(async () => {
  issuer.behave();
  await on.sql('DELETE FROM sso_connections');
});

const methods = async (site = off) => present((await site.graphql(AdminLogInMethodsDocument)).data.adminLogInMethods);

const kinds = async () => [
  (await adminLogIn(off)).__typename,
  (await adminLogIn(off, { email: 'nobody@gatehouse.test' })).__typename,
  (await adminLogIn(off, { password: 'wrong password here' })).__typename,
];

const AS_ALWAYS = ['AdminLogInSuccess', 'InvalidCredentials', 'InvalidCredentials'];
const ALL_OFF = ['PasswordLoginOff', 'PasswordLoginOff', 'PasswordLoginOff'];

/** A connection that an OWNER made, tried out in a browser, and enabled. */
async function inUse(): Promise<string> {
  const id = await connected(on, { ...company, force: false }, owner);
  const { trialUrl } = await succeed(testConnection(on, id, owner));
  expect(trialUrl).toMatch(new RegExp(`^${on.url}/admin/sso/${id}/start\\?trial=`));
  expect(
    (await comeIn({ startUrl: present(trialUrl.split('?')[0]) }, { trial: present(trialUrl.split('=')[1]) })).end.location
      ?.pathname,
  ).toBe('/admin/sso-trial');
  await succeed(updateConnection(on, id, { enabled: true, force: false }, owner));
  return id;
}

test('R143: passwords are off only while a connection of the installation is enabled and passed its trial', async () => {
  expect([await kinds(), await methods()]).toEqual([AS_ALWAYS, { password: true, ssoConnections: [] }]);
  const atPortal = await connected(on, { issuer: url, clientId, clientSecret, enabled: true }, owner);
  await tryOut(on, atPortal);
  const untested = await connected(on, { ...company, enabled: true }, owner);
  expect([await kinds(), (await methods()).password]).toEqual([AS_ALWAYS, true]);
  await deleteConnection(on, untested, owner);

  const id = await inUse();
  expect(await kinds()).toEqual(ALL_OFF);
  const response = { clientDataJSON: 'e30', authenticatorData: 'e30', signature: 'e30' };
  const passkey = JSON.stringify({ id: 'e30', rawId: 'e30', type: 'public-key', response });
  const madeUp = { challenge: 'x'.repeat(43), passkey };
  await refusal(adminLogInWithPasskey(off, madeUp), 'PasswordLoginOff');
  // Nor does a password confirm what a session does.
  await refusal(adminConfirm(off, { password: ADMIN.password }, owner), 'PasswordLoginOff');
  await refusal(adminRequestSecondFactor(off, { token: owner }), 'PasswordLoginOff');
  expect(await methods()).toEqual({
    password: false,
    ssoConnections: [{ label: 'Company ID', startUrl: `${off.url}/admin/sso/${id}/start` }],
  });
  // Without the variable, nothing is off.
  expect((await adminLogIn(on)).__typename).toBe('AdminLogInSuccess');
  expect((await methods(on)).password).toBe(true);

  await succeed(updateConnection(on, id, { scopes: ['openid', 'email'] }, owner));
  expect(await kinds()).toEqual(AS_ALWAYS);
  await tryOut(on, id);
  expect(await kinds()).toEqual(ALL_OFF);
  await succeed(updateConnection(on, id, { enabled: false }, owner));
  expect(await kinds()).toEqual(AS_ALWAYS);
  await succeed(updateConnection(on, id, { enabled: true }, owner));
  expect(await kinds()).toEqual(ALL_OFF);
  await succeed(deleteConnection(on, id, owner));
  expect(await kinds()).toEqual(AS_ALWAYS);
});

test('while passwords are off, nobody gets a link for a password, and an invitation is not accepted with one', async () => {
  await inUse();
  for (const email of [ADMIN.email, 'nobody@gatehouse.test'])
    await refusal(adminRequestPasswordReset(off, email), 'PasswordLoginOff');
  await succeed(inviteAdmin(on, 'new@off.test', [{ role: 'VIEWER', portal: 'demo' }], owner));
  const token = await mailedToken(on, 'new@off.test');
  await refusal(acceptAdminInvitation(off, { token, password: PASSWORD }), 'PasswordLoginOff');
  issuer.behave({ person: { sub: 'new', email: 'new@off.test', email_verified: true } });
  const startUrl = present((await methods()).ssoConnections[0]).startUrl;
  const { browser } = await comeIn({ startUrl }, { invitation: token });
  expect(await whichAdmin(off, browser)).toBe('new@off.test');
});

test('R143: an OWNER whose provider is down gets back in when the operator unsets the variable', async () => {
  await inUse();
  issuer.behave({ trouble: { discovery: 'down', authorize: 'down', token: 'down' } });
  expect(await kinds()).toEqual(ALL_OFF);
  // The server starts anew without the variable, on the same database.
  const again = await startInstallation(settings, on);
  await succeed(adminLogIn(again), 'token');
});

test('R143: an OWNER without a password gets back in by mail when the operator unsets the variable', async () => {
  await inUse();
  const email = 'bare@off.test';
  await addAdmin(on, email, 'OWNER', null);
  await on.sql('UPDATE admins SET password_hash = NULL WHERE email = $1', [email]);
  await refusal(adminLogIn(off, { email }), 'PasswordLoginOff');
  await succeed(adminRequestPasswordReset(on, email));
  await succeed(adminResetPassword(on, await mailedToken(on, email), PASSWORD));
  await succeed(adminLogIn(on, { email, password: PASSWORD }), 'token');
});

test('R143: `npm run admin:create` makes another OWNER, who can log in at once when the variable is unset', async () => {
  await inUse();
  await createAdmin(on.app.prisma, { email: 'rescue@off.test', password: PASSWORD });
  await succeed(adminLogIn(on, { email: 'rescue@off.test', password: PASSWORD }), 'token');
});

test('a trial of the installation fails where the provider does not vouch for the address, so passwords stay on', async () => {
  const id = await connected(on, company, owner);
  issuer.behave({ person: { sub: 'ada', email: 'ada@people.test', email_verified: false } });
  const { trialUrl } = await succeed(testConnection(on, id, owner));
  const start = await openBrowser().visit(trialUrl);
  expect(start.status).toBe(303);
  const [startUrl = '', trial = ''] = present((await succeed(testConnection(on, id, owner))).trialUrl).split('?trial=');
  await comeIn({ startUrl }, { trial });
  const [connection] = await on.sql<{ tested_at: Date | null }>('SELECT tested_at FROM sso_connections WHERE id = $1', [id]);
  expect(connection?.tested_at).toBeNull();
  const [failed] = await on.sql<{ reason: string }>('SELECT reason FROM sso_trials WHERE finished_at IS NOT NULL');
  expect(failed?.reason).toBe('NO_ADDRESS');
});

test('an admin who is known by a password links an account while passwords are off', async () => {
  await inUse();
  issuer.behave({ person: { sub: 'the-owner', email: ADMIN.email, email_verified: true } });
  const startUrl = present((await methods()).ssoConnections[0]).startUrl;
  expect(adminSessionOf((await comeIn({ startUrl })).browser)).toBe('');
  await succeed(adminConfirmSso(off, await mailedToken(on, ADMIN.email)));
  expect(await whichAdmin(off, (await comeIn({ startUrl })).browser)).toBe(ADMIN.email);
});
