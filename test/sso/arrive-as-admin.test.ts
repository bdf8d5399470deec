import { beforeEach, expect, test } from 'vitest';
import { addAdmin, adminConfirmSso, adminSsoIdentities, inviteAdmin, openDemoPortal, whichAdminAmI } from '../kit/admins.ts';
import { updateConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { findToken, lastMailTo, mailedToken, mailsTo } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import {
  adminSessionOf,
  comeIn,
  connect,
  connectAdmins,
  failure,
  goToProvider,
  sessionOf,
  whichAdmin,
  whoIs,
} from '../kit/sso.ts';
import { openBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const owner = await openDemoPortal(gatehouse);
const company = await connectAdmins(gatehouse, issuer);
const demo = await connect(gatehouse, issuer);
const EMAIL = 'ada@people.test';
await addAdmin(gatehouse, EMAIL, 'VIEWER', null);

beforeEach(() => issuer.behave());

const sessions = async () =>
  present((await gatehouse.sql<{ n: number }>('SELECT count(*)::int AS n FROM admin_sessions'))[0]).n;
const be = (sub: string, email: string, more: object = { email_verified: true }) =>
  issuer.behave({ person: { sub, email, ...more } });

/** Links the account of Ada, unless it is linked. */
async function link(): Promise<void> {
  const { end } = await comeIn(company);
  if (end.location?.pathname !== '/admin/sso-confirm-sent') return;
  await succeed(adminConfirmSso(gatehouse, await mailedToken(gatehouse, EMAIL)));
}

test('R142: nobody gets in by an email address: a mailed link that names the account links it, and then the account logs in', async () => {
  const first = await comeIn(company);
  expect(first.end.location?.href).toBe(`${gatehouse.url}/admin/sso-confirm-sent`);
  expect([adminSessionOf(first.browser), sessionOf(first.browser)]).toEqual(['', '']);
  await gatehouse.drain();
  const mail = lastMailTo(gatehouse, EMAIL);
  expect(mail.text).toContain('with the id ada-at-idp');
  await succeed(adminConfirmSso(gatehouse, present(findToken(mail))));

  const { browser, end } = await comeIn(company);
  expect(end.location?.href).toBe(`${gatehouse.url}/admin`);
  expect(await whichAdmin(gatehouse, browser)).toBe(EMAIL);
  const cookie = adminSessionOf(browser);
  expect(await adminSsoIdentities(gatehouse, { cookie })).toMatchObject([
    { issuer: issuer.url, subject: 'ada-at-idp', email: EMAIL, lastLogInAt: expect.any(String) },
  ]);
  const [row] = await gatehouse.sql(
    'SELECT method, second_factor, identity_id IS NOT NULL AS known FROM admin_sessions ORDER BY id DESC LIMIT 1',
  );
  expect(row).toEqual({ method: 'SSO', second_factor: null, known: true });
});

test('R141: who is no admin is told the same as an admin, gets no mail and no session, and leaves nothing behind', async () => {
  const before = await sessions();
  be('eve', 'eve@people.test');
  const stranger = await comeIn(company);
  be('new-account', EMAIL);
  const claimsToBeAda = await comeIn(company);
  const seen = ({ end }: typeof stranger) => [end.status, end.location?.href, end.text];
  expect(seen(stranger)).toEqual(seen(claimsToBeAda));
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'eve@people.test')).toEqual([]);
  expect(await sessions()).toBe(before);
  expect(await gatehouse.sql("SELECT id FROM admins WHERE email = 'eve@people.test'")).toEqual([]);
  expect(await gatehouse.sql("SELECT id FROM developers WHERE email = 'eve@people.test'")).toEqual([]);
});

test.each([
  ['false', 'unverified@people.test', { email_verified: false }],
  ['the text "true"', 'text@people.test', { email_verified: 'true' }],
  ['nothing', 'unsaid@people.test', {}],
])('R142: an address that the provider does not vouch for (%s) leads to no mail', async (_, email, more) => {
  await addAdmin(gatehouse, email, 'VIEWER', null);
  be('mallory', email, more);
  expect(failure((await comeIn(company)).end)).toBe('NO_ADDRESS');
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email)).toEqual([]);
});

test('a domain that the connection vouches for counts, but an address that the provider calls unverified does not', async () => {
  await succeed(updateConnection(gatehouse, company.id, { verifiedDomains: ['owned.test'] }, owner));
  await addAdmin(gatehouse, 'grace@owned.test', 'VIEWER', null);
  be('grace', 'grace@owned.test', { email_verified: false });
  expect(failure((await comeIn(company)).end)).toBe('NO_ADDRESS');
  be('grace', 'grace@owned.test', {});
  expect((await comeIn(company)).end.location?.pathname).toBe('/admin/sso-confirm-sent');
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'grace@owned.test')).toHaveLength(1);
});

test('R142: the same account stays the same admin under another address, and another account with the address does not become the admin', async () => {
  await link();
  be('ada-at-idp', 'married@people.test', { email_verified: false });
  expect(await whichAdmin(gatehouse, (await comeIn(company)).browser)).toBe(EMAIL);
  be('second-account', EMAIL);
  const mails = mailsTo(gatehouse, EMAIL).length;
  const { end, browser } = await comeIn(company);
  expect([end.location?.pathname, adminSessionOf(browser)]).toEqual(['/admin/sso-confirm-sent', '']);
  await gatehouse.drain();
  // Ada has an account at this provider already.
  expect(mailsTo(gatehouse, EMAIL)).toHaveLength(mails);
});

test('R140: an attempt of the same client at a portal never ends in a session of an admin, nor the other way round', async () => {
  await link();
  const atPortal = await comeIn(demo);
  expect(await whoIs(gatehouse, atPortal.browser)).toBe(EMAIL);
  expect(adminSessionOf(atPortal.browser)).toBe('');
  const ofAdmins = await comeIn(company);
  expect(await whichAdmin(gatehouse, ofAdmins.browser)).toBe(EMAIL);
  expect(sessionOf(ofAdmins.browser)).toBe('');

  // One browser begins both, and the answers change places.
  const browser = openBrowser();
  const portal = await goToProvider(demo, {}, browser);
  const admin = await goToProvider(company, {}, browser);
  const crossed = (to: URL, from: URL) => {
    const url = new URL(to);
    url.searchParams.set('code', present(from.searchParams.get('code')));
    return url;
  };
  expect(failure(await browser.visit(crossed(admin.callback, portal.callback)))).not.toBeNull();
  expect(failure(await browser.visit(crossed(portal.callback, admin.callback)))).not.toBeNull();
  expect([adminSessionOf(browser), sessionOf(browser)]).toEqual(['', '']);
});

test('R140: a state that names another realm does not move an attempt there', async () => {
  await link();
  for (const [connection, realm] of [
    [demo, '_admin'],
    [company, 'demo'],
  ] as const) {
    const { browser, callback } = await goToProvider(connection);
    const url = new URL(callback);
    const state = present(url.searchParams.get('state'));
    url.searchParams.set('state', state.replace(/^[^.]*/, realm));
    expect(failure(await browser.visit(url))).not.toBeNull();
    expect([adminSessionOf(browser), sessionOf(browser)]).toEqual(['', '']);
  }
});

test('R140: the addresses of the two realms do not start each other’s connections', async () => {
  for (const path of [`/sso/demo/${company.id}/start`, `/admin/sso/${demo.id}/start`, `/admin/sso/nobody/start`]) {
    const page = await openBrowser().visit(`${gatehouse.url}${path}`);
    expect([path, failure(page)]).toEqual([path, 'OFF']);
  }
  const trial = { trial: 'x'.repeat(43) };
  const page = await openBrowser().visit(`${company.startUrl}?${new URLSearchParams(trial)}`);
  expect(page.location?.pathname).toBe('/admin/sso-failed');
});

test('R36: only the browser that began may end a log-in of an admin, once', async () => {
  await link();
  const { browser, callback } = await goToProvider(company);
  const other = openBrowser();
  await goToProvider(company, {}, other);
  const page = await other.visit(callback);
  expect([failure(page), page.location?.pathname]).toEqual(['EXPIRED', '/admin/sso-failed']);
  expect(adminSessionOf(other)).toBe('');
  expect(failure(await browser.visit(callback))).toBeNull();
  expect(await whichAdmin(gatehouse, browser)).toBe(EMAIL);
});

test('R23: a session that was there before ends and is not carried on', async () => {
  await link();
  const { browser } = await comeIn(company);
  const fixed = adminSessionOf(browser);
  await comeIn(company, {}, browser);
  expect(adminSessionOf(browser)).not.toBe(fixed);
  expect(await whichAdminAmI(gatehouse, { cookie: fixed })).toBeNull();
  expect(await whichAdmin(gatehouse, browser)).toBe(EMAIL);
});

test.each([
  'https://evil.test/',
  '//evil.test',
  '/\\evil.test',
  '/%09/evil.test',
  '/%2f/evil.test',
  'https:evil.test',
  'javascript:alert(1)',
  'admin/sso-trial',
])('R43: the browser ends at the pages of admins instead of %s', async (returnTo) => {
  await link();
  expect((await comeIn(company, { returnTo })).end.location?.href).toBe(`${gatehouse.url}/admin`);
});

test('the browser ends at a path here that the start named', async () => {
  await link();
  const { end } = await comeIn(company, { returnTo: '/admin/sso-trial?id=7' });
  expect(end.location?.href).toBe(`${gatehouse.url}/admin/sso-trial?id=7`);
});

test('R8: a path with the token of a mailed link is not readable in the database, and the browser ends there', async () => {
  await link();
  const returnTo = `/admin/decide?token=${'s'.repeat(43)}`;
  const { browser, callback } = await goToProvider(company, { returnTo });
  const attempts = await gatehouse.sql<{ return_to: string | null }>('SELECT return_to FROM sso_attempts');
  expect(attempts.length).toBeGreaterThan(0);
  expect(JSON.stringify(attempts)).not.toContain('s'.repeat(43));
  expect((await browser.visit(callback)).location?.href).toBe(`${gatehouse.url}${returnTo}`);
});

test('the log-in counts as both factors: no second factor is asked for', async () => {
  await link();
  await gatehouse.sql('UPDATE installation SET require_second_factor = true');
  await gatehouse.sql('UPDATE admins SET has_second_factor = true WHERE email = $1', [EMAIL]);
  expect(await whichAdmin(gatehouse, (await comeIn(company)).browser)).toBe(EMAIL);
  await gatehouse.sql('UPDATE installation SET require_second_factor = false');
  await gatehouse.sql('UPDATE admins SET has_second_factor = false');
});

test('R42: a connection that is turned off logs nobody in, not even who is on the way', async () => {
  await link();
  const { browser, callback } = await goToProvider(company);
  await succeed(updateConnection(gatehouse, company.id, { enabled: false }, owner));
  expect(failure(await browser.visit(callback))).toBe('OFF');
  expect(failure(await openBrowser().visit(company.startUrl))).toBe('OFF');
  expect(adminSessionOf(browser)).toBe('');
  await succeed(updateConnection(gatehouse, company.id, { enabled: true, force: true }, owner));
});

test('R145: `prove` needs a new log-in at the provider, and only that confirms the session', async () => {
  await link();
  const confirmed = async () => {
    const [row] = await gatehouse.sql<{ fresh: boolean }>(
      `SELECT confirmed_at > now() - interval '5 minutes' AS fresh FROM admin_sessions ORDER BY id DESC LIMIT 1`,
    );
    return row?.fresh;
  };
  issuer.behave({ idToken: { auth_time: undefined } });
  await comeIn(company);
  expect(await confirmed()).toBe(false);
  expect(failure((await comeIn(company, { prove: '1' })).end)).toBe('INVALID_ANSWER');
  const now = Math.floor(Date.now() / 1_000);
  issuer.behave({ idToken: { auth_time: now - 3_600 } });
  await comeIn(company);
  expect(await confirmed()).toBe(false);
  expect(failure((await comeIn(company, { prove: '1' })).end)).toBe('INVALID_ANSWER');
  issuer.behave({ idToken: { auth_time: now } });
  const { toProvider } = await comeIn(company, { prove: '1' });
  expect([toProvider.searchParams.get('prompt'), toProvider.searchParams.get('max_age')]).toEqual(['login', '0']);
  expect(await confirmed()).toBe(true);
});

test('an invitation whose token does not work starts nothing', async () => {
  await succeed(inviteAdmin(gatehouse, 'late@people.test', [{ role: 'VIEWER' }], owner));
  const token = await mailedToken(gatehouse, 'late@people.test');
  await gatehouse.sql("UPDATE admin_invitations SET expires_at = now() - interval '1 second'");
  for (const invitation of [token, 'x'.repeat(43)]) {
    const page = await openBrowser().visit(`${company.startUrl}?${new URLSearchParams({ invitation })}`);
    expect([failure(page), page.location?.pathname]).toEqual(['EXPIRED', '/admin/sso-failed']);
  }
});

test('the mail that links an account is in the language of the browser, if the admin chose none', async () => {
  const email = 'german@people.test';
  await addAdmin(gatehouse, email, 'VIEWER', null);
  be('german', email);
  const { browser, callback } = await goToProvider(company);
  await browser.visit(callback, { headers: { 'accept-language': 'de' } });
  await gatehouse.drain();
  const mail = lastMailTo(gatehouse, email);
  expect(mail.subject).toBe('Bestätigen Sie, wie Sie sich als Admin von Gatehouse anmelden');
  expect(mail.text).toContain('mit einem Konto bei Company ID (');
  expect(mail.text).toContain(`${gatehouse.url}/admin/confirm-sso?token=`);
});
