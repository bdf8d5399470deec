import { expect, test } from 'vitest';
import { adminBearer, openDemoPortal } from '../kit/admins.ts';
import { send } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const secure = await startInstallation({ PUBLIC_URL: 'https://accounts.gatehouse.test' }, gatehouse);
const admin = await openDemoPortal(gatehouse);

const fetchRaw = async (path: string, headers: Record<string, string>) => {
  const response = await fetch(`${gatehouse.url}${path}`, { headers, redirect: 'manual' });
  return {
    status: response.status,
    headers: response.headers,
    size: Number(response.headers.get('content-length')),
    text: await response.text(),
  };
};

test('L11: over https browsers are told to stay there, over http not', async () => {
  expect((await send(`${secure.url}/healthz`, 'GET', {})).headers['strict-transport-security']).toBe('max-age=31536000');
  expect((await send(`${gatehouse.url}/healthz`, 'GET', {})).headers['strict-transport-security']).toBeUndefined();
});

test('an idle connection outlives the 60 s for which proxies keep theirs', async () => {
  const { headers } = await send(`${gatehouse.url}/healthz`, 'GET', { connection: 'keep-alive' });
  expect(headers['keep-alive']).toBe('timeout=72');
});

test('each answer lets pages do nothing special and stand alone; none of GraphQL is kept', async () => {
  for (const path of ['/healthz', '/p/demo/log-in', '/nowhere', '/graphql']) {
    const { headers } = await send(`${gatehouse.url}${path}`, 'GET', { accept: 'text/html' });
    expect(headers).toMatchObject({
      'permissions-policy': expect.stringContaining('camera=()'),
      'cross-origin-opener-policy': 'same-origin',
    });
  }
  for (const document of ['{ __typename }', '{', 'mutation { adminLogIn(input: {}) { __typename } }']) {
    expect((await gatehouse.graphql(document)).headers.get('cache-control')).toBe('no-store');
  }
  expect(await adminBearer(gatehouse)).not.toBeNull();
});

test('search engines may show the pages of a portal that are for everybody, and no other one', async () => {
  const mayShow = async (path: string) => !(await fetchRaw(path, {})).headers.has('x-robots-tag');
  const all = ['', '/sign-up', '/log-in', '/forgot-password'].map((path) => `/p/demo${path}`);
  for (const path of all) expect([path, await mayShow(path)]).toEqual([path, true]);
  const others = [
    '/p/demo/log-in?returnTo=/x',
    '/p/demo/account',
    '/p/demo/verify-email?token=x',
    '/p/nowhere',
    '/admin/log-in',
    '/admin',
  ];
  for (const path of others) expect([path, await mayShow(path)]).toEqual([path, false]);
});

test.each([
  ['br', 'br'],
  ['gzip, deflate', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
] as const)('pages are compressed for a browser that accepts %s', async (accepted, encoding) => {
  const page = await fetchRaw('/p/demo/log-in', { 'accept-encoding': accepted });
  expect([page.status, page.headers.get('content-encoding'), page.headers.get('vary')]).toEqual([
    200,
    encoding,
    'Accept-Encoding, Accept-Language',
  ]);
  const script = present(page.text.match(/src="(\/assets\/common-[^"]+\.js)"/)?.[1]);
  const [small, large] = [
    await fetchRaw(script, { 'accept-encoding': accepted }),
    await fetchRaw(script, { 'accept-encoding': 'identity' }),
  ];
  expect([small.headers.get('content-encoding'), large.headers.get('content-encoding')]).toEqual([encoding, null]);
  expect(small.headers.get('content-type')).toContain('javascript');
  expect(small.size).toBeLessThan(large.size / 3);
  expect(small.text).toBe(large.text);
});

test("GraphiQL's page is compressed, is sent only to people who may see it, and is not sent again to a browser that has it", async () => {
  const options = { accept: 'text/html', 'accept-encoding': 'br' };
  const first = await fetchRaw('/graphql', options);
  expect([first.status, first.headers.get('content-encoding'), first.size < 3_000_000]).toEqual([200, 'br', true]);
  expect(first.text).toContain('Gatehouse');
  const etag = present(first.headers.get('etag'));
  const again = await fetchRaw('/graphql', { ...options, 'if-none-match': etag });
  expect([again.status, again.text]).toEqual([304, '']);
  const stranger = await send(`${secure.url}/graphql`, 'GET', { ...options, 'if-none-match': etag });
  expect(stranger.status).toBe(302);
  const known = await send(`${secure.url}/graphql`, 'GET', {
    ...options,
    'if-none-match': etag,
    authorization: `Bearer ${admin}`,
  });
  expect(known.status).toBe(304);
});
