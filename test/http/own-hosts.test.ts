import { readFile } from 'node:fs/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { LONGEST_HOST } from '../../domain/portals/host-names.ts';
import { REMEMBERED_MS } from '../../domain/portals/own-hosts.ts';
import { LogInDocument } from '../generated/operations.ts';
import { createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { send, sessionCookie } from '../kit/graphql.ts';
import { ALIVE, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { approvedPerson, mailsTo, PASSWORD, signUp, whoAmI } from '../kit/people.ts';
import { countStatements } from '../kit/statements.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await succeed(createPortal(gatehouse, 'acme', admin, { publicUrl: 'https://developers.acme.test' }));
await succeed(createPortal(gatehouse, 'below', admin, { publicUrl: 'https://www.below.test:8443/portal/of&us' }));
await succeed(createPortal(gatehouse, 'other', admin));

const ACME = 'developers.acme.test';
const LOOK = /"own_host" =/;

const get = (path: string, host = ACME, headers: Record<string, string> = {}) =>
  send(`${gatehouse.url}${path}`, 'GET', { host, ...headers });

/** The portal, and the path above its pages, that the document tells its script. */
async function shown(path: string, host = ACME) {
  const { status, text } = await get(path, host);
  const [, slug = null, above = null] = /<div id="root" data-portal="([^"]*)" data-path="([^"]*)"/.exec(text) ?? [];
  return [status, slug, above];
}

test('at the host of its publicUrl a portal has all its pages, each at its name', async () => {
  const names = [...(await readFile('web/app.tsx', 'utf8')).matchAll(/^ {2}\['(.*?)', /gm)].map(([, name = '']) => name);
  expect(names).toEqual(expect.arrayContaining(['', 'sign-up', 'verify-email', 'account', 'sso-callback']));
  for (const name of names) expect([name, await shown(`/${name}`)]).toEqual([name, [200, 'acme', '']]);
  expect(await shown('/verify-email?token=x')).toEqual([200, 'acme', '']);
  for (const path of ['/nowhere', '/log-in/more', '//log-in', '/%20'])
    expect([path, await shown(path)]).toEqual([path, [404, 'acme', '']]);
  expect((await get('/log-in/?returnTo=%2Fx')).headers['location']).toBe('/log-in?returnTo=%2Fx');
});

test('below a path, too, and nowhere else on that host', async () => {
  const host = 'www.below.test:8443';
  for (const path of ['/portal/of&us', '/portal/of&us/sign-up'])
    expect([path, await shown(path, host)]).toEqual([path, [200, 'below', '/portal/of&amp;us']]);
  for (const path of ['/', '/sign-up', '/portal', '/portal/of&us2', '/portal/of&us/nowhere'])
    expect([path, (await shown(path, host))[0]]).toEqual([path, 404]);
  expect((await get('/portal/of&us/', host)).headers['location']).toBe('/portal/of&us');
  expect((await shown('/portal/of&us', 'www.below.test'))[0]).toBe(404);
});

test('pages of admins and of other portals are not there, and all else is as everywhere', async () => {
  for (const path of ['/admin', '/admin/log-in', '/p/acme', '/p/other/sign-up', '/p/demo'])
    expect([path, await shown(path)]).toEqual([path, [404, 'acme', '']]);
  const html = { accept: 'text/html' };
  expect([(await get('/graphql', ACME, html)).status, (await get('/graphql', 'localhost', html)).status]).toEqual([404, 200]);
  expect([(await get('/healthz')).text, (await get('/schema.graphql')).status]).toEqual([ALIVE, 200]);
  expect((await get('/pictures/nothing')).headers['content-type']).not.toBe('text/html; charset=utf-8');
  const asked = await send(
    `${gatehouse.url}/graphql`,
    'POST',
    { host: ACME, 'content-type': 'application/json' },
    '{"query":"{ __typename }"}',
  );
  expect(asked.status).toBe(200);
  expect((await get('/p/acme/sign-up', new URL(gatehouse.url).host)).status).toBe(200);
});

test('search engines may show the same pages as at the host of the installation', async () => {
  const mayShow = async (path: string, host = ACME) => !('x-robots-tag' in (await get(path, host)).headers);
  for (const path of ['/', '/sign-up', '/log-in', '/forgot-password'])
    expect([path, await mayShow(path)]).toEqual([path, true]);
  for (const path of ['/log-in?returnTo=/x', '/?x', '/account', '/verify-email?token=x', '/nowhere', '/admin'])
    expect([path, await mayShow(path)]).toEqual([path, false]);
  expect(await mayShow('/portal/of&us/sign-up', 'www.below.test:8443')).toBe(true);
});

test('a host has many spellings', async () => {
  for (const host of ['DEVELOPERS.Acme.Test', `${ACME}:443`, `${ACME}:80`, `${ACME}.`, `${ACME}.:443`])
    expect([host, await shown('/', host)]).toEqual([host, [200, 'acme', '']]);
  await succeed(createPortal(gatehouse, 'numbers', admin, { publicUrl: 'https://[2001:DB8::1]:8443' }));
  expect(await shown('/', '[2001:db8::1]:8443')).toEqual([200, 'numbers', '']);
  expect((await shown('/', '[2001:db8::1]'))[0]).not.toBe(200);
});

test('what is no host, or is too long, asks the database nothing; nor does the host of the installation', async () => {
  const asked = countStatements(LOOK);
  const long = (length: number) => `${'a'.repeat(length - '.test'.length)}.test`;
  for (const host of ['', 'a b', 'a/b', 'user@a.test', 'a.test:x', 'a.test:123456', '[::1', '%', 'a,b', long(LONGEST_HOST + 1)])
    expect([host, (await get('/sign-up', host)).status]).toEqual([host, 404]);
  await get('/p/demo/sign-up', new URL(gatehouse.url).host);
  expect([asked.count(), LONGEST_HOST]).toEqual([0, 259]);
  expect((await get('/sign-up', long(LONGEST_HOST))).status).toBe(404);
  expect(asked.count()).toBe(1);
});

test('a host of a portal is asked for once in some seconds, an unknown one each time; there, all is as it was', async () => {
  await succeed(createPortal(gatehouse, 'once', admin, { publicUrl: 'https://once.test' }));
  const asked = countStatements(LOOK);
  for (let time = 0; time < 5; time++) expect((await shown('/sign-up', 'once.test'))[0]).toBe(200);
  expect(asked.count()).toBe(1);
  for (let time = 0; time < 3; time++) expect((await get('/sign-up', 'unknown.test')).status).toBe(404);
  expect(asked.count()).toBe(4);
  for (const path of ['/admin/log-in', '/p/demo/sign-up'])
    expect([path, (await get(path, 'unknown.test')).status]).toEqual([path, 200]);
});

test('while the database does not answer, nobody is told that there is no such page', async () => {
  await succeed(createPortal(gatehouse, 'held', admin, { publicUrl: 'https://held.test' }));
  const [own, served] = await whileHeld(
    gatehouse.databaseUrl,
    'LOCK TABLE portals',
    () => Promise.all([get('/sign-up', 'held.test'), get('/p/demo/sign-up', 'unknown.test')]),
    async () => new Promise((done) => setTimeout(done, 1_500)),
  );
  expect([own.status, served.status]).toEqual([503, 200]);
});

test('while the database does not answer, a server goes on showing the pages that it knows', async () => {
  await succeed(createPortal(gatehouse, 'known', admin, { publicUrl: 'https://known.test' }));
  expect(await shown('/sign-up', 'known.test')).toEqual([200, 'known', '']);
  const now = performance.now.bind(performance);
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + 2 * REMEMBERED_MS);
  onTestFinished(() => void clock.mockRestore());
  const meanwhile = await whileHeld(
    gatehouse.databaseUrl,
    'LOCK TABLE portals',
    () => Promise.all([shown('/sign-up', 'known.test'), shown('/log-in', 'known.test')]),
    async () => new Promise((done) => setTimeout(done, 1_500)),
  );
  expect(meanwhile).toEqual([
    [200, 'known', ''],
    [200, 'known', ''],
  ]);
  await succeed(updatePortal(gatehouse, { publicUrl: null }, admin, 'known'));
  expect((await get('/sign-up', 'known.test')).status).toBe(404);
  expect(gatehouse.app.ownHosts.get('known.test', { allowStale: true })).toBeUndefined();
});

test('a session that is opened there is of that host, and no page of one portal uses those of another', async () => {
  const { email } = await approvedPerson(gatehouse, 'ada@acme.test', admin);
  await gatehouse.sql("UPDATE developers SET portal_id = (SELECT id FROM portals WHERE slug = 'acme') WHERE email = $1", [
    email,
  ]);
  const origin = `https://${ACME}`;
  const logIn = (portal: string, from: string) =>
    gatehouse.graphql(LogInDocument, { input: { portal, email, password: PASSWORD } }, { headers: { origin: from } });
  // A browser that says nothing of the site of a request names the origin of the page.
  const { headers, data } = await logIn('acme', origin);
  expect(data.logIn?.__typename).toBe('LogInSuccess');
  const [cookie = ''] = headers.getSetCookie();
  expect(cookie).toMatch(/^gatehouse-acme=/);
  expect(cookie).not.toMatch(/domain=/i);
  const session = { cookie: sessionCookie(headers) };
  expect(await whoAmI(gatehouse, { ...session, headers: { origin } }, 'acme')).toBe(email);
  for (const foreign of ['https://www.below.test:8443', 'https://unknown.test'])
    expect(await whoAmI(gatehouse, { ...session, headers: { origin: foreign } }, 'acme')).toBeNull();
  expect((await logIn('other', origin)).data.logIn?.__typename).toBe('NotAllowed');
});

test('the host of a request changes no link', async () => {
  const headers = { host: ACME, 'content-type': 'application/json' };
  for (const [portal, pages] of [
    ['demo', `${gatehouse.url}/p/demo`],
    ['below', 'https://www.below.test:8443/portal/of&us'],
  ]) {
    const email = `ada@${portal}.test`;
    const input = { portal, email, fullName: 'Ada Lovelace' };
    const query = 'mutation ($input: SignUpInput!) { signUp(input: $input) { __typename } }';
    await send(`${gatehouse.url}/graphql`, 'POST', headers, JSON.stringify({ query, variables: { input } }));
    await gatehouse.drain();
    expect(mailsTo(gatehouse, email)[0]?.text).toContain(`${pages}/verify-email?token=`);
  }
  await signUp(gatehouse, 'eve@acme.test', { portal: 'acme' });
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'eve@acme.test')[0]?.text).toContain(`https://${ACME}/verify-email?token=`);
});

test('a portal that moves is shown at its new host, and no longer at the old one', async () => {
  await succeed(updatePortal(gatehouse, { publicUrl: 'https://moved.test' }, admin, 'other'));
  expect(await shown('/', 'moved.test')).toEqual([200, 'other', '']);
  await succeed(updatePortal(gatehouse, { publicUrl: null }, admin, 'other'));
  const old = async () => (await get('/sign-up', 'moved.test')).status;
  await expect.poll(old, { timeout: 2 * REMEMBERED_MS }).toBe(404);
});
