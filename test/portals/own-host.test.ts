import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { addAdmin, createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { send } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
for (const slug of ['first', 'second', 'third']) await succeed(createPortal(gatehouse, slug, admin));

const move = (slug: string, publicUrl: string | null, token = admin) => updatePortal(gatehouse, { publicUrl }, token, slug);

async function hosts() {
  const rows = await gatehouse.sql<{ slug: string; own_host: string | null }>('SELECT slug, own_host FROM portals');
  return Object.fromEntries(rows.map(({ slug, own_host }) => [slug, own_host]));
}

const TAKEN = [{ path: ['publicUrl'], code: 'TAKEN', message: 'Another portal has its pages at this host.' }];

test('a host is of one portal, whatever the spelling and the path', async () => {
  await succeed(move('first', 'https://developers.acme.test'));
  for (const url of [
    'https://developers.acme.test',
    'HTTPS://Developers.ACME.test:443/',
    'http://developers.acme.test',
    'https://developers.acme.test.',
    'https://developers.acme.test/sign-up',
  ]) {
    expect([url, (await refusal(move('second', url), 'InvalidInput')).issues]).toMatchObject([url, TAKEN]);
    const answer = await refusal(createPortal(gatehouse, 'fourth', admin, { publicUrl: url }), 'InvalidInput');
    expect(answer.issues).toMatchObject(TAKEN);
  }
  expect(await hosts()).toMatchObject({ first: 'developers.acme.test', second: null });
  // Another port is another host, and who has a host may move on it.
  await succeed(move('second', 'https://developers.acme.test:8443'));
  await succeed(move('first', 'https://developers.acme.test/portal'));
  await succeed(move('first', null));
  await succeed(move('third', 'https://developers.acme.test'));
  await succeed(move('third', null));
  await succeed(move('second', null));
});

test('a taken slug is named before a taken host', async () => {
  await succeed(move('first', 'https://developers.acme.test'));
  const publicUrl = 'https://developers.acme.test';
  const answer = await refusal(createPortal(gatehouse, 'second', admin, { publicUrl }), 'InvalidInput');
  expect(answer.issues.map(({ path }) => path)).toEqual([['slug']]);
  await succeed(move('first', null));
});

test('of portals that want one host at the same moment, one gets it', async () => {
  for (let time = 0; time < 5; time++) {
    const url = `https://wanted-${time}.test`;
    const answers = await Promise.all(['first', 'second', 'third'].map((slug) => move(slug, url)));
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual([
      'InvalidInput',
      'InvalidInput',
      'UpdatePortalSuccess',
    ]);
    expect(Object.values(await hosts()).filter((host) => host === `wanted-${time}.test`)).toHaveLength(1);
  }
  for (const slug of ['first', 'second', 'third']) await succeed(move(slug, null));
});

test('the host of the installation is of no portal: portals may have clients of their own there, and take no page of ours', async () => {
  await succeed(move('first', `${gatehouse.url}/clients/first`));
  await succeed(move('second', `${gatehouse.url}/clients/second`));
  expect(await hosts()).toMatchObject({ first: null, second: null });
  for (const path of ['/clients/first', '/clients/first/sign-up'])
    expect((await fetch(`${gatehouse.url}${path}`)).status).toBe(404);
  expect((await fetch(`${gatehouse.url}/p/first/sign-up`)).status).toBe(200);
  for (const slug of ['first', 'second']) await succeed(move(slug, null));
});

test('an address, or a name without a dot, is how a proxy may name the server in all requests: it is of no portal', async () => {
  const secure = await startInstallation({ PUBLIC_URL: 'https://accounts.gatehouse.test' });
  const owner = await openDemoPortal(secure);
  await succeed(createPortal(secure, 'other', owner));
  const status = async (path: string, host: string) => (await send(`${secure.url}${path}`, 'GET', { host })).status;
  for (const host of ['127.0.0.1:4000', '[::1]:4000', 'gatehouse:4000', 'localhost', '10.1.2.3', '2130706433']) {
    await succeed(updatePortal(secure, { publicUrl: `https://${host}` }, owner));
    const statuses = [await status('/p/other/sign-up', host), await status('/admin', host), await status('/sign-up', host)];
    expect([host, ...statuses]).toEqual([host, 200, 200, 404]);
  }
  await succeed(updatePortal(secure, { publicUrl: 'https://xn--bcher-kva.test:4000' }, owner));
  expect(await status('/sign-up', 'xn--bcher-kva.test:4000')).toBe(200);
});

test('over plain http, in development, a name of a private network is as good as any', async () => {
  for (const host of ['portal.localhost', 'gatehouse.internal']) {
    await succeed(move('first', `http://${host}`));
    expect([host, (await send(`${gatehouse.url}/sign-up`, 'GET', { host })).status]).toEqual([host, 200]);
  }
  await succeed(move('first', null));
});

test('a publicUrl with an empty part of its path would make links that lead nowhere', async () => {
  for (const url of [
    'https://slashes.test//',
    'https://slashes.test//evil.test',
    'https://slashes.test/a//b',
    'https://slashes.test/a//',
  ])
    expect([url, (await refusal(move('first', url), 'InvalidInput')).issues]).toMatchObject([url, [{ path: ['publicUrl'] }]]);
  await succeed(move('first', 'https://slashes.test/a/'));
  await succeed(move('first', null));
});

test('who owns one portal cannot take the host of another one, which an OWNER of all portals can free', async () => {
  const owner = await addAdmin(gatehouse, 'owner-of-second@hosts.test', 'OWNER', 'second');
  await succeed(move('first', 'https://squatted.test'));
  await refusal(move('second', 'https://squatted.test', owner), 'InvalidInput');
  await refusal(move('first', null, owner), 'NotFound');
  await succeed(move('first', null));
  await succeed(move('second', 'https://squatted.test', owner));
  await succeed(move('second', null));
});

test('the catalog page of a portal moves with its pages, and another catalog stays', async () => {
  const catalog = async (slug: string) =>
    (await gatehouse.sql<{ catalog_url: string }>('SELECT catalog_url FROM portals WHERE slug = $1', [slug]))[0]?.catalog_url;
  await succeed(move('first', 'https://moved.test/portal'));
  expect(await catalog('first')).toBe('https://moved.test/portal/catalog');
  await succeed(move('first', null));
  expect(await catalog('first')).toBe(`${gatehouse.url}/p/first/catalog`);
  const both = { publicUrl: 'https://moved.test', catalogUrl: 'https://apis.test' };
  await succeed(updatePortal(gatehouse, both, admin, 'first'));
  await succeed(move('first', null));
  expect(await catalog('first')).toBe('https://apis.test');
});

test('of the portals that shared a host before this release, the oldest keeps it, and all keep their URLs', async () => {
  await gatehouse.sql(`UPDATE portals SET own_host = NULL, custom_public_url = CASE slug
    WHEN 'first' THEN 'https://shared.test/eu' WHEN 'second' THEN 'https://shared.test./us' ELSE 'http://[::1]:81' END
    WHERE slug <> 'demo'`);
  await gatehouse.sql("UPDATE portals SET created_at = created_at - interval '1 day' WHERE slug = 'second'");
  const migration = await readFile('prisma/migrations/20261213100000_own_host/migration.sql', 'utf8');
  await gatehouse.sql(migration.match(/^UPDATE [^;]+;/m)?.[0] ?? '');
  expect(await hosts()).toMatchObject({ demo: null, first: null, second: 'shared.test', third: '[::1]:81' });
  // What a client sends again changes nothing, what is new is refused.
  await succeed(move('first', 'https://shared.test/eu'));
  expect(await hosts()).toMatchObject({ first: null });
  await refusal(move('first', 'https://shared.test/asia'), 'InvalidInput');
  await succeed(move('second', null));
  await succeed(move('first', 'https://shared.test/eu'));
  expect(await hosts()).toMatchObject({ first: 'shared.test' });
});

test('a host that the release before left behind shows nothing', async () => {
  await succeed(move('third', 'https://left.test'));
  await gatehouse.sql("UPDATE portals SET custom_public_url = 'https://gone.test' WHERE slug = 'third'");
  const page = async (host: string) => (await send(`${gatehouse.url}/sign-up`, 'GET', { host })).status;
  expect([await page('left.test'), await page('gone.test')]).toEqual([404, 404]);
  await succeed(move('third', 'https://gone.test'));
  expect(await page('gone.test')).toBe(200);
});

test('a host that the release before left behind is free for another portal', async () => {
  await succeed(move('third', 'https://behind.test'));
  await gatehouse.sql("UPDATE portals SET custom_public_url = 'https://away.test' WHERE slug = 'third'");
  await succeed(move('second', 'https://behind.test'));
  expect(await hosts()).toMatchObject({ second: 'behind.test', third: null });
  await gatehouse.sql("UPDATE portals SET custom_public_url = NULL WHERE slug = 'second'");
  await succeed(createPortal(gatehouse, 'fifth', admin, { publicUrl: 'https://behind.test' }));
  expect(await hosts()).toMatchObject({ fifth: 'behind.test', second: null });
  await refusal(move('third', 'https://behind.test'), 'InvalidInput');
});
