import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { logIn } from '../kit/people.ts';
import { connect, failure, goToProvider } from '../kit/sso.ts';
import { openBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);
const limited = await startInstallation({ CLIENT_LIMIT: '5/1h' }, gatehouse);
const here = (url: string) => url.replace(gatehouse.url, limited.url);

const forgetCounts = () => gatehouse.sql('DELETE FROM throttles');
const isLogInAdmitted = async () =>
  (await logIn(limited, 'nobody@page.test', 'no such password')).__typename === 'InvalidCredentials';

test('S6: an embedded request neither begins nor ends a log-in, and is not counted', async () => {
  await forgetCounts();
  const way = await goToProvider(connection);
  for (const destination of ['image', 'iframe', 'script', 'empty', 'object']) {
    for (const url of [here(connection.startUrl), here(way.callback.href), `${limited.url}/sso/x/y/start`]) {
      const answer = await openBrowser().visit(url, { headers: { 'sec-fetch-dest': destination } });
      expect([destination, answer.status, answer.headers.getSetCookie()]).toEqual([destination, 403, []]);
    }
  }
  expect(await gatehouse.sql('SELECT 1 FROM throttles')).toEqual([]);
  expect(await isLogInAdmitted()).toBe(true);
  expect(failure(await way.browser.visit(way.callback))).toBeNull();
});

test('S6: starts are counted by themselves, once the connection is found, and leave log-ins alone', async () => {
  await forgetCounts();
  for (let n = 0; n < 20; n++) {
    for (const path of ['x/y', 'demo/00000000-0000-7000-8000-000000000000'])
      await openBrowser().visit(`${limited.url}/sso/${path}/start`);
  }
  const start = () => openBrowser().visit(here(connection.startUrl), { headers: { 'sec-fetch-dest': 'document' } });
  for (let n = 0; n < 5; n++) expect(failure(await start())).toBeNull();
  expect(failure(await start())).toBe('TOO_MANY_ATTEMPTS');
  for (let n = 0; n < 5; n++) expect(await isLogInAdmitted()).toBe(true);
  expect(await isLogInAdmitted()).toBe(false);
  await forgetCounts();
});
