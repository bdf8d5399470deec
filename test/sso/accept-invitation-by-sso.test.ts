import { beforeEach, expect, test } from 'vitest';
import {
  acceptAdminInvitation,
  addAdmin,
  adminLogIn,
  adminRequestPasswordReset,
  adminResetPassword,
  adminsSeenBy,
  inviteAdmin,
  openDemoPortal,
  removeAdmin,
} from '../kit/admins.ts';
import { updateConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { stateOf } from '../kit/links.ts';
import { succeed } from '../kit/mutate.ts';
import { mailedToken } from '../kit/people.ts';
import { adminSessionOf, comeIn, connectAdmins, failure, goToProvider, whichAdmin } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const owner = await openDemoPortal(gatehouse);
const company = await connectAdmins(gatehouse, issuer);

beforeEach(() => issuer.behave());

const PASSWORD = 'three old kettles sing';

async function invite(email: string, by = owner, portal: string | null = 'demo'): Promise<string> {
  await succeed(inviteAdmin(gatehouse, email, [{ role: 'VIEWER', portal }], by));
  return await mailedToken(gatehouse, email);
}

const be = (email: string, more: object = { email_verified: true }) =>
  issuer.behave({ person: { sub: email, email, ...more } });

test('the log-in of an invitation makes the admin with its roles, without a password, and logs in', async () => {
  const email = 'new@company.test';
  const invitation = await invite(email);
  be(email);
  const { browser, end } = await comeIn(company, { invitation });
  expect(end.location?.href).toBe(`${gatehouse.url}/admin`);
  expect(await whichAdmin(gatehouse, browser)).toBe(email);
  expect((await adminsSeenBy(gatehouse, owner))[email]).toEqual(['VIEWER demo']);
  expect(await gatehouse.sql('SELECT password_hash FROM admins WHERE email = $1', [email])).toEqual([{ password_hash: null }]);
  expect(await stateOf(gatehouse, invitation)).toMatchObject({ works: false, deadBecause: 'USED' });
  // The next log-in needs no invitation.
  expect(await whichAdmin(gatehouse, (await comeIn(company)).browser)).toBe(email);
  const types = await gatehouse.sql<{ type: string }>(
    `SELECT type FROM events WHERE actor_name = $1 AND type <> 'session.opened' ORDER BY id`,
    [email],
  );
  expect(types.map(({ type }) => type)).toEqual(['admin-invitation.accepted', 'identity.linked']);
});

test('an admin without a password logs in with none, and can ask for one by mail', async () => {
  const email = 'bare@company.test';
  be(email);
  await comeIn(company, { invitation: await invite(email) });
  for (const password of ['', 'null', PASSWORD]) {
    expect((await adminLogIn(gatehouse, { email, password })).__typename).not.toBe('AdminLogInSuccess');
  }
  await succeed(adminRequestPasswordReset(gatehouse, email));
  await succeed(adminResetPassword(gatehouse, await mailedToken(gatehouse, email), PASSWORD));
  await succeed(adminLogIn(gatehouse, { email, password: PASSWORD }), 'token');
});

test.each([
  ['another address', 'OTHER_ADDRESS', 'eve@company.test', { email_verified: true }],
  ['the address, but unverified', 'NO_ADDRESS', 'wanted@company.test', { email_verified: false }],
  ['the address, without a word about it', 'NO_ADDRESS', 'wanted@company.test', {}],
])('R141: an invitation is worth nothing to an account with %s', async (_, reason, email, more) => {
  const invitation = await invite('wanted@company.test');
  be(email, more);
  const { browser, end } = await comeIn(company, { invitation });
  expect([failure(end), end.location?.pathname]).toEqual([reason, '/admin/sso-failed']);
  expect(adminSessionOf(browser)).toBe('');
  expect(await stateOf(gatehouse, invitation)).toMatchObject({ works: true });
  expect(await gatehouse.sql("SELECT id FROM admins WHERE email IN ('eve@company.test', 'wanted@company.test')")).toEqual([]);
});

test('R142: the invitation of an admin with a password does not link an account to that admin', async () => {
  const email = 'there@company.test';
  await addAdmin(gatehouse, email, 'VIEWER', 'demo');
  const invitation = await invite(email, owner, null);
  be(email);
  const { browser, end } = await comeIn(company, { invitation });
  expect([end.location?.pathname, adminSessionOf(browser)]).toEqual(['/admin/sso-confirm-sent', '']);
  expect((await adminsSeenBy(gatehouse, owner))[email]).toEqual(['VIEWER demo']);
});

test('an admin whose account is linked gains the roles of another invitation by logging in', async () => {
  const email = 'more@company.test';
  be(email);
  await comeIn(company, { invitation: await invite(email) });
  const { browser } = await comeIn(company, { invitation: await invite(email, owner, null) });
  expect(await whichAdmin(gatehouse, browser)).toBe(email);
  expect((await adminsSeenBy(gatehouse, owner))[email]).toEqual(['VIEWER *', 'VIEWER demo']);
  // Nobody takes the invitation of somebody else by an account that is linked.
  const { end } = await comeIn(company, { invitation: await invite('other@company.test') });
  expect(failure(end)).toBe('OTHER_ADDRESS');
});

test('R141: an invitation that ends on the way makes nobody an admin', async () => {
  const email = 'late@company.test';
  const inviter = await addAdmin(gatehouse, 'inviter@company.test', 'OWNER', null);
  const invitation = await invite(email, inviter);
  be(email);
  const { browser, callback } = await goToProvider(company, { invitation });
  const [{ id } = { id: '' }] = await gatehouse.sql<{ id: string }>(
    "SELECT id FROM admins WHERE email = 'inviter@company.test'",
  );
  await succeed(removeAdmin(gatehouse, id, owner));
  expect(failure(await browser.visit(callback))).toBe('EXPIRED');
  expect(adminSessionOf(browser)).toBe('');
  expect(await gatehouse.sql('SELECT id FROM admins WHERE email = $1', [email])).toEqual([]);
});

test('when the invitation is accepted with a password and with the provider at once, one of them makes the admin', async () => {
  for (let round = 0; round < 5; round++) {
    const email = `both-${round}@company.test`;
    const token = await invite(email);
    be(email);
    const { browser, callback } = await goToProvider(company, { invitation: token });
    const [accepted] = await Promise.all([
      acceptAdminInvitation(gatehouse, { token, password: PASSWORD }),
      browser.visit(callback),
    ]);
    const byPassword = accepted.__typename === 'AcceptAdminInvitationSuccess';
    expect((await whichAdmin(gatehouse, browser)) === email).toBe(!byPassword);
    expect(await gatehouse.sql('SELECT password_hash IS NULL AS bare FROM admins WHERE email = $1', [email])).toEqual([
      { bare: !byPassword },
    ]);
  }
});

test('a connection that is turned off on the way makes nobody an admin', async () => {
  const email = 'off@company.test';
  const invitation = await invite(email);
  be(email);
  const { browser, callback } = await goToProvider(company, { invitation });
  await succeed(updateConnection(gatehouse, company.id, { enabled: false }, owner));
  expect(failure(await browser.visit(callback))).toBe('OFF');
  expect(await gatehouse.sql('SELECT id FROM admins WHERE email = $1', [email])).toEqual([]);
  await succeed(updateConnection(gatehouse, company.id, { enabled: true }, owner));
});

test('an admin who is new has the language of the browser', async () => {
  const email = 'german@company.test';
  const invitation = await invite(email);
  be(email);
  const { browser, callback } = await goToProvider(company, { invitation });
  await browser.visit(callback, { headers: { 'accept-language': 'de-AT, en' } });
  expect(await gatehouse.sql('SELECT locale FROM admins WHERE email = $1', [email])).toEqual([{ locale: 'de' }]);
});
