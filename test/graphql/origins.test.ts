import { expect, test } from 'vitest';
import { createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { send } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { countStatements } from '../kit/statements.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const ORIGINS = /\ballowed_origins @>/;

async function isAllowed(origin: string): Promise<boolean> {
  const headers = { origin, 'access-control-request-method': 'POST' };
  const answer = await send(`${gatehouse.url}/graphql`, 'OPTIONS', headers);
  return answer.headers['access-control-allow-origin'] === origin;
}

test.each([
  'h',
  'http',
  'https:',
  'null',
  '%',
  'ftp://a.test',
  'https://a.test/',
  `https://${'a'.repeat(300)}.test`,
  'https://A.test',
])('S3: an origin that is no origin, such as %j, asks the database nothing', async (origin) => {
  const asked = countStatements(ORIGINS);
  expect(await isAllowed(origin)).toBe(false);
  expect(asked.count()).toBe(0);
});

test('S3: a known origin is asked for once in some seconds, an unknown one by a statement without rows', async () => {
  await updatePortal(gatehouse, { origins: ['https://once.demo.test'] }, admin);
  const asked = countStatements(ORIGINS);
  for (let time = 0; time < 5; time++) expect(await isAllowed('https://once.demo.test')).toBe(true);
  expect(asked.count()).toBe(1);
  for (let time = 0; time < 3; time++) expect(await isAllowed('https://unknown.test')).toBe(false);
  expect(asked.count()).toBe(4);
});

test('S3: the stored origins follow each change of publicUrl, catalogUrl and origins', async () => {
  const stored = async () =>
    (await gatehouse.sql<{ allowed_origins: string[] }>("SELECT allowed_origins FROM portals WHERE slug = 'follows'"))[0]
      ?.allowed_origins;
  const own = gatehouse.url;
  await createPortal(gatehouse, 'follows', admin);
  expect(await stored()).toEqual([own]);
  await updatePortal(gatehouse, { publicUrl: 'HTTPS://Pages.test:443/portal/' }, admin, 'follows');
  expect(await stored()).toEqual(['https://pages.test', 'https://pages.test']);
  await updatePortal(gatehouse, { catalogUrl: 'https://catalog.test:8443?a=b' }, admin, 'follows');
  expect(await stored()).toEqual(['https://pages.test', 'https://catalog.test:8443']);
  await updatePortal(gatehouse, { origins: ['https://xn--bcher-kva.test'] }, admin, 'follows');
  expect(await stored()).toEqual(['https://pages.test', 'https://catalog.test:8443', 'https://xn--bcher-kva.test']);
  for (const origin of (await stored()) ?? []) expect(await isAllowed(origin)).toBe(true);
  await updatePortal(gatehouse, { publicUrl: null, origins: [] }, admin, 'follows');
  expect(await stored()).toEqual(['https://catalog.test:8443']);
});
