import { expect, test } from 'vitest';
import { addAdmin, inviteAdmin, openDemoPortal, whichAdminAmI } from '../kit/admins.ts';
import { connected, testConnection, updateConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { ACCOUNTS, prepareOidcProvider } from '../kit/oidc-provider.ts';
import { arriveAt, mailedLink, openBrowser, press } from './browser.ts';
import { chooseWay } from './sso-sites.ts';

const provider = await prepareOidcProvider();
const { issuer, clientId, clientSecret } = provider;
const operator = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer).host });
// The pages have to do with their own documents, and without passwords once the connection is tried out.
const gatehouse = await startInstallation(
  {
    SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer).host,
    TRUSTED_DOCUMENTS: 'web/dist/documents.json',
    ADMIN_PASSWORD_LOGIN: 'off',
  },
  operator,
);
const owner = await openDemoPortal(operator);
const id = await connected(
  operator,
  { portal: null, label: 'Company ID', issuer, clientId, clientSecret, force: false },
  owner,
);
await provider.start({
  client_secret: clientSecret,
  redirect_uris: [`${gatehouse.url}/sso/callback`, `${operator.url}/sso/callback`],
});
const { visit } = await openBrowser(gatehouse, [issuer]);

/** Says at the provider who somebody is. */
const be = (page: Awaited<ReturnType<typeof visit>>, name: string) => page.getByRole('button', { name }).click();

test('a company tries its provider out, invites an admin who needs no password, and links one who has a password', async () => {
  const page = await visit();
  await page.goto('/admin/log-in');
  await arriveAt(page, 'Log in as an admin');
  await page.getByLabel('Password').first().waitFor();
  expect(await page.getByRole('link', { name: 'Log in with' }).count()).toBe(0);

  const { trialUrl } = await succeed(testConnection(gatehouse, id, owner));
  await page.goto(trialUrl);
  await be(page, ACCOUNTS.grace.name);
  await page.waitForURL('**/admin/**');
  await succeed(updateConnection(gatehouse, id, { enabled: true, force: false }, owner));

  await succeed(inviteAdmin(operator, ACCOUNTS.alan.email, [{ portal: 'demo', role: 'APPROVER' }], owner));
  const alan = await visit();
  await alan.goto(await mailedLink(gatehouse, ACCOUNTS.alan.email));
  await arriveAt(alan, 'You are invited to be an admin');
  expect(await alan.getByRole('button', { name: 'Accept' }).count()).toBe(0);
  await chooseWay(alan, 'Company ID');
  await be(alan, ACCOUNTS.alan.name);
  await alan.waitForURL('**/admin');

  await addAdmin(operator, ACCOUNTS.grace.email, 'VIEWER', 'demo');
  const grace = await visit();
  await grace.goto('/admin/log-in');
  expect(await grace.getByRole('button', { name: 'Log in', exact: true }).count()).toBe(0);
  await chooseWay(grace, 'Company ID');
  await be(grace, ACCOUNTS.grace.name);
  await arriveAt(grace, 'Check your email');
  await grace.goto(await mailedLink(gatehouse, ACCOUNTS.grace.email));
  await arriveAt(grace, 'Confirm your log-in');
  await grace.getByText(ACCOUNTS.grace.email).first().waitFor();
  await press(grace, 'Yes, it is mine');
  await arriveAt(grace, 'Your log-in is confirmed');
  await grace.getByRole('link', { name: 'Log in with SSO' }).click();
  await grace.waitForURL('**/admin');
  const cookies = await grace.context().cookies();
  const session = cookies.find(({ name }) => name === 'gatehouse_admin')?.value ?? '';
  expect(await whichAdminAmI(operator, { cookie: `gatehouse_admin=${session}` })).toBe(ACCOUNTS.grace.email);

  await grace.goto('/admin/security');
  await grace.getByRole('heading', { name: 'Accounts of your company' }).waitFor();
  await grace.getByRole('link', { name: 'Log in with Company ID again' }).click();
  // The provider asks again, although it knows who that is.
  await be(grace, ACCOUNTS.grace.name);
  await grace.waitForURL('**/admin/security');
  await grace.getByText(`Unlink ${ACCOUNTS.grace.email}`).click();
  await press(grace, 'Unlink it');
  // The session ended with the account.
  await grace.getByRole('dialog', { name: 'Log in again' }).waitFor();
});

test('each reason why the log-in of an admin fails has a sentence of its own, and nothing else of the address is shown', async () => {
  const page = await visit();
  const sentences: string[] = [];
  for (const reason of ['UNAVAILABLE', 'REFUSED', 'OFF', 'EXPIRED', 'NO_ADDRESS', 'OTHER_ADDRESS', '<b>Call 0900 1</b>']) {
    await page.goto(`/admin/sso-failed?${new URLSearchParams({ reason, reference: reason })}`);
    await arriveAt(page, 'That log-in did not succeed');
    const said = (await page.locator('main').textContent()) ?? '';
    expect(said).not.toContain('0900');
    sentences.push(said);
  }
  expect(new Set(sentences).size).toBe(sentences.length);
});
