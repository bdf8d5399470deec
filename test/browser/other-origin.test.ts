import { createServer } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { createPortal, updatePortal } from '../kit/admins.ts';
import { ADMIN } from '../kit/installation.ts';
import { approvedPerson, PASSWORD } from '../kit/people.ts';
import { openBrowser } from './browser.ts';
import { beThere, chooseWay, startSsoSites } from './sso-sites.ts';

const { gatehouse, admin, demo } = await startSsoSites();
const client = await startClient();
const { visit } = await openBrowser(gatehouse, [demo, client]);

test('a client of another origin exchanges its code for a token, without any cookie of ours', async () => {
  await updatePortal(gatehouse, { origins: [client], ssoCallbacks: [`${client}/callback`] }, admin);
  const page = await visit();
  await page.goto(client);
  await chooseWay(page, 'Demo ID');
  await beThere(page, 'Grace Hopper');
  await page.getByText('"email":"grace@example.com"').waitFor();
  expect(page.url()).toMatch(new RegExp(`^${client}/callback\\?code=[\\w-]{43}$`));
  const names = (await page.context().cookies(gatehouse.url)).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('gatehouse'))).toEqual([]);

  // A code works once.
  await page.reload();
  await page.getByText('InvalidToken').waitFor();
});

test('S13: a page of one portal logs its visitors in and out there, and at no other portal, nor as an admin', async () => {
  await updatePortal(gatehouse, { origins: [client] }, admin);
  await createPortal(gatehouse, 'neighbour', admin);
  const { email } = await approvedPerson(gatehouse, 'visitor@other.test', admin);
  const page = await visit();
  await page.goto(client);
  /** What the script of that page is answered. */
  const act = (mutation: string) =>
    page.evaluate(
      async ([url, query]) => {
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ query });
        const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body, credentials: 'include' });
        return (await response.json()).data.result.__typename;
      },
      [gatehouse.url, `mutation { result: ${mutation} { __typename } }`],
    );
  const logIn = (portal: string) => act(`logIn(input: { portal: "${portal}", email: "${email}", password: "${PASSWORD}" })`);
  const cookies = async () => (await page.context().cookies(gatehouse.url)).map(({ name }) => name).toSorted();

  expect(await logIn('neighbour')).toBe('NotAllowed');
  expect(await act(`adminLogIn(input: { email: "${ADMIN.email}", password: "${ADMIN.password}" })`)).toBe('NotAllowed');
  expect(await cookies()).toEqual([]);
  expect(await logIn('demo')).toBe('LogInSuccess');
  const held = ['gatehouse-demo', 'gatehouse_device-demo'];
  expect(await cookies()).toEqual(held);
  for (const logOut of ['logOut(input: { portal: "neighbour" })', 'adminLogOut(input: {})'])
    expect(await act(logOut)).toBe('NotAllowed');
  expect(await cookies()).toEqual(held);
  expect(await act('logOut(input: { portal: "demo" })')).toBe('LogOutSuccess');
  expect(await cookies()).toEqual(['gatehouse_device-demo']);
});

/** A portal's own pages, on another port: what a client does without cookies, and nothing more. */
async function startClient(): Promise<string> {
  const port = await freePort();
  const page = `<!doctype html><html lang="en"><title>Client</title><link rel="icon" href="data:,"><p id="said"></p>
    <script type="module">
    const ask = async (query, variables, token) => {
      const response = await fetch('${gatehouse.url}/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: 'Bearer ' + token }) },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()).data;
    };
    const base64url = (bytes) =>
      btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

    const code = new URLSearchParams(location.search).get('code');
    if (code) {
      const { logInWithSso } = await ask(
        'mutation($input: LogInWithSsoInput!) { logInWithSso(input: $input) { __typename ... on LogInWithSsoSuccess { token } } }',
        { input: { code, verifier: sessionStorage.getItem('verifier'), session: 'TOKEN' } },
      );
      const me = logInWithSso.token && (await ask('{ me(portal: "demo") { email } }', {}, logInWithSso.token));
      said.textContent = JSON.stringify(me ?? logInWithSso);
    } else {
      const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
      sessionStorage.setItem('verifier', verifier);
      const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
      const { portal } = await ask('{ portal(slug: "demo") { ssoConnections { label startUrl } } }');
      for (const { label, startUrl } of portal.ssoConnections) {
        const link = document.createElement('a');
        link.href = startUrl + '?' + new URLSearchParams({ returnTo: location.href, challenge, callback: location.origin + '/callback' });
        link.textContent = 'Log in with ' + label;
        document.body.append(link);
      }
    }
    </script></html>`;
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page));
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${port}`;
}
