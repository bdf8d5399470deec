import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { send } from '../kit/graphql.ts';
import { ALIVE, startInstallation } from '../kit/installation.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);

const get = (path: string, headers: Record<string, string> = {}) => send(`${gatehouse.url}${path}`, 'GET', headers);

test('a slash at the end means nothing: GraphQL answers, a page leads to its one address with all that was asked', async () => {
  const asked = await send(
    `${gatehouse.url}/graphql/?x`,
    'POST',
    { 'content-type': 'application/json' },
    '{"query":"{__typename}"}',
  );
  expect([asked.status, JSON.parse(asked.text)]).toEqual([200, { data: { __typename: 'Query' } }]);
  expect((await get('/graphql/', { accept: 'text/html' })).headers['content-type']).toContain('text/html');
  expect([(await get('/healthz/')).text, (await get('/readyz/')).text]).toEqual([ALIVE, 'ready\n']);
  for (const [path, location] of [
    ['/admin/log-in/', '/admin/log-in'],
    ['/admin/reset-password/?token=a-b', '/admin/reset-password?token=a-b'],
    ['/p/demo/log-in/?returnTo=%2Fx', '/p/demo/log-in?returnTo=%2Fx'],
    ['/p/demo/', '/p/demo'],
  ] as const) {
    const { status, headers } = await get(path);
    expect([path, status, headers['location']]).toEqual([path, 308, location]);
  }
  // No address of ours leads to another host.
  expect((await get('//evil.test/')).status).toBe(404);
  expect((await get('//evil.test/p/demo/')).status).toBe(404);
});

test('D21: an unknown page, and a page of an unknown portal, answer 404, with a page that says so', async () => {
  for (const path of [
    '/p/demo',
    '/p/demo/log-in',
    '/admin',
    '/admin/log-in',
    '/admin/people/1',
    '/admin/reset-password?token=x',
  ]) {
    expect([path, (await get(path)).status]).toEqual([path, 200]);
  }
  for (const path of [
    '/p/demo/nowhere',
    '/p/nowhere',
    '/p/nowhere/log-in',
    '/p/%20/log-in',
    '/p/demo/log-in/more',
    '/admin/no',
    '/admin/people/1/more',
    '/sso/x',
  ]) {
    const { status, headers } = await get(path);
    expect([path, status, headers['content-type']]).toEqual([path, 404, 'text/html; charset=utf-8']);
  }
});

test('the server knows the pages that there are', async () => {
  const sources = await Promise.all(['web/app.tsx', 'web/admin/routes.ts'].map((file) => readFile(file, 'utf8')));
  const names = sources.flatMap((source) => [...source.matchAll(/^ {2}\['(.*?)', /gm)].map(([, name = '']) => name));
  expect(names).toEqual(
    expect.arrayContaining(['', 'log-in', 'reset-password', '/admin', '/admin/log-in', '/admin/people/:id']),
  );
  for (const name of names) {
    const path = name.startsWith('/') ? name : `/p/demo/${name}`.replace(/\/$/, '');
    expect([path, (await get(path)).status]).toEqual([path, 200]);
  }
});

test('C2: /schema.graphql is the schema, as text that may be kept', async () => {
  const { status, headers, text } = await get('/schema.graphql');
  expect([status, headers['content-type'], headers['cache-control']]).toEqual([
    200,
    'text/plain; charset=utf-8',
    'public, max-age=300',
  ]);
  expect(text).toBe(await readFile('schema/schema.graphql', 'utf8'));
  const again = await get('/schema.graphql', { 'if-none-match': String(headers['etag']) });
  expect([again.status, again.text]).toEqual([304, '']);
});

test('many slashes at the end mean nothing either, and are no error of ours', async () => {
  const slashes = '/'.repeat(12_000);
  expect((await get(`/healthz${slashes}`)).text).toBe(ALIVE);
  expect((await get(slashes)).headers['location']).toBe('/admin');
  expect((await get(`/p/demo/log-in${slashes}`)).headers['location']).toBe('/p/demo/log-in');
  expect(gatehouse.logs.filter((line) => line.includes('unexpected error'))).toEqual([]);
});
