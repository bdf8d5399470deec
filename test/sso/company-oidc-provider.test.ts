import { expect, test } from 'vitest';
import { adminLogOut, inviteAdmin, openDemoPortal } from '../kit/admins.ts';
import { connected, createConnection, testConnection, updateConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { ACCOUNTS, prepareOidcProvider } from '../kit/oidc-provider.ts';
import { mailedToken } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { adminSessionOf, failure, whichAdmin } from '../kit/sso.ts';
import { openBrowser, type Page, type WebBrowser } from '../kit/web-browser.ts';

const provider = await prepareOidcProvider();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(provider.issuer).host });
const owner = await openDemoPortal(gatehouse);
const { issuer, clientId, clientSecret } = provider;
const id = await connected(
  gatehouse,
  { portal: null, label: 'Company ID', issuer, clientId, clientSecret, force: false },
  owner,
);
const startUrl = `${gatehouse.url}/admin/sso/${id}/start`;
await provider.start({
  client_secret: clientSecret,
  redirect_uris: [`${gatehouse.url}/sso/callback`],
  post_logout_redirect_uris: [`${gatehouse.url}/admin/log-in`],
  backchannel_logout_uri: `${gatehouse.url}/admin/sso/${id}/back-channel-logout`,
  backchannel_logout_session_required: true,
});
const EMAIL = ACCOUNTS.grace.email;

const isAtGatehouse = ({ origin, pathname }: URL) => origin === gatehouse.url && pathname === '/sso/callback';

/** Chooses an account at the provider, and comes back. */
async function logIn(
  browser: WebBrowser,
  query: Record<string, string> = {},
  account = 'grace',
  from = startUrl,
): Promise<Page> {
  const page = await browser.follow(`${from}?${new URLSearchParams(query)}`, isAtGatehouse);
  expect(page.text).toContain('Who are you?');
  const chosen = await browser.visit(page.url, { method: 'POST', body: new URLSearchParams({ account }) });
  const { location } = await browser.follow(present(chosen.location), isAtGatehouse);
  return await browser.visit(present(location));
}

async function confirmLogOut(browser: WebBrowser, url: string): Promise<Page> {
  const page = await browser.visit(url);
  const xsrf = present(page.text.match(/name="xsrf" value="([^"]+)"/)?.[1]);
  const action = present(page.text.match(/action="([^"]+)"/)?.[1]);
  return await browser.visit(action, { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) });
}

test('from the trial to the log-out: the way of a company with a provider as they are in the world', async () => {
  const { checks, trialUrl } = await succeed(testConnection(gatehouse, id, owner));
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  const trial = present(new URL(trialUrl).searchParams.get('trial'));
  expect((await logIn(openBrowser(), { trial })).location?.pathname).toBe('/admin/sso-trial');
  await succeed(updateConnection(gatehouse, id, { enabled: true, force: false }, owner));

  await succeed(inviteAdmin(gatehouse, EMAIL, [{ role: 'OWNER' }], owner));
  const invitation = await mailedToken(gatehouse, EMAIL);
  // Somebody else at the company has the link.
  expect(failure(await logIn(openBrowser(), { invitation }, 'alan'))).toBe('OTHER_ADDRESS');
  const browser = openBrowser();
  const page = await logIn(browser, { invitation, returnTo: '/admin/sso-trial' });
  expect(page.location?.pathname).toBe('/admin/sso-trial');
  expect(await whichAdmin(gatehouse, browser)).toBe(EMAIL);

  // A later log-in finds the person at the provider, so it confirms nothing. Logging in there again does.
  await gatehouse.sql("UPDATE admin_sessions SET confirmed_at = now() - interval '11 minutes' WHERE method = 'SSO'");
  const open = (cookie: string) =>
    gatehouse.graphql<{ result: { __typename: string } }>(
      `mutation { result: inviteAdmin(input: { email: "next@people.test", roles: [{ role: VIEWER }] }) { __typename } }`,
      {},
      { cookie },
    );
  expect((await open(adminSessionOf(browser))).data.result.__typename).toBe('ConfirmationRequired');
  await logIn(browser, { prove: '1' });
  expect((await open(adminSessionOf(browser))).data.result.__typename).toBe('InviteAdminSuccess');

  const elsewhere = openBrowser();
  await logIn(elsewhere);
  expect(await whichAdmin(gatehouse, elsewhere)).toBe(EMAIL);
  const { providerLogOutUrl } = await succeed(adminLogOut(gatehouse, { cookie: adminSessionOf(browser) }));
  const end = await confirmLogOut(browser, present(providerLogOutUrl));
  expect(end.location?.href).toBe(`${gatehouse.url}/admin/log-in`);
  expect([await whichAdmin(gatehouse, browser), await whichAdmin(gatehouse, elsewhere)]).toEqual([null, EMAIL]);
});

test('a log-out at the provider itself ends the session of the admin here', async () => {
  const browser = openBrowser();
  await logIn(browser);
  expect(await whichAdmin(gatehouse, browser)).toBe(EMAIL);
  await confirmLogOut(browser, `${issuer}/session/end`);
  expect(await whichAdmin(gatehouse, browser)).toBeNull();
});

test('an OWNER of one portal can use the same provider and client there, and opens no door for admins with it', async () => {
  const created = await createConnection(gatehouse, { issuer, clientId, clientSecret, enabled: true }, owner);
  const at = `${gatehouse.url}/sso/demo/${'connection' in created ? created.connection.id : ''}/start`;
  const browser = openBrowser();
  await logIn(browser, { returnTo: '/graphql' }, 'grace', at);
  expect(adminSessionOf(browser)).toBe('');
  await refusal(createConnection(gatehouse, { portal: null }, undefined), 'NotAllowed');
});
