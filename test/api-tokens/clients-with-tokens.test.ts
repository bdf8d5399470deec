import { getIntrospectionQuery } from 'graphql';
import { afterEach, expect, test } from 'vitest';
import { addAdmin, adminId, openDemoPortal, removeAdmin } from '../kit/admins.ts';
import { apiToken, expire, revokeApiToken } from '../kit/api-tokens.ts';
import { send } from '../kit/graphql.ts';
import { type Installation, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { verifiedByWorker } from '../kit/people.ts';
import { type Subscription, subscribe } from '../kit/streams.ts';

const gatehouse = await startInstallation();
const closed = await startInstallation({ NODE_ENV: 'production', TRUSTED_DOCUMENTS: 'web/dist/documents.json' }, gatehouse);
const owner = await openDemoPortal(gatehouse);
await gatehouse.startWorker();

const CHANGES = 'subscription { requestsChanged { counts { waiting } changed { state } } }';
const VIEWER = { roles: [{ portal: 'demo', role: 'VIEWER' as const }] };

const open: Subscription[] = [];
async function watch(token: string, site = gatehouse): Promise<Subscription> {
  const stream = await subscribe(site, CHANGES, {}, { token });
  open.push(stream);
  return stream;
}
afterEach(() => {
  for (const stream of open.splice(0)) stream.close();
});

test('R92: a stream of a token hears of changes, and ends with the token or its maker', async () => {
  const maker = await addAdmin(gatehouse, 'maker@clients.test', 'VIEWER', 'demo');
  const ends: ((id: string) => Promise<unknown>)[] = [
    (id) => succeed(revokeApiToken(gatehouse, id, owner)),
    (id) => expire(gatehouse, id),
    async () => succeed(removeAdmin(gatehouse, await adminId(gatehouse, 'maker@clients.test'), owner)),
  ];
  for (const [at, end] of ends.entries()) {
    const { id, token } = await apiToken(gatehouse, maker, VIEWER);
    const stream = await watch(token);
    expect((await stream.next())?.errors).toBeUndefined();
    await verifiedByWorker(gatehouse, `ada${at}@clients.test`);
    expect(await stream.next()).toMatchObject({ data: { requestsChanged: { changed: [{ state: 'WAITING' }] } } });
    await end(id);
    await verifiedByWorker(gatehouse, `bob${at}@clients.test`);
    let message = await stream.next();
    while (message?.data) message = await stream.next();
    expect(message?.errors?.map(({ extensions }) => extensions?.code)).toEqual(['NOT_ALLOWED']);
    expect(await stream.next()).toBeUndefined();
  }
});

test('a stream is no use of a token', async () => {
  const { id, token } = await apiToken(gatehouse, owner);
  const stream = await watch(token);
  await stream.next();
  await gatehouse.sql(`UPDATE api_tokens SET last_used_at = now() - interval '1 hour' WHERE id = $1`, [id]);
  await verifiedByWorker(gatehouse, 'cleo@clients.test');
  await stream.next();
  const [row] = await gatehouse.sql<{ isOld: boolean }>(
    `SELECT last_used_at < now() - interval '50 minutes' AS "isOld" FROM api_tokens WHERE id = $1`,
    [id],
  );
  expect(row?.isOld).toBe(true);
});

async function post({ url }: Installation, body: string, token: string) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return await send(`${url}/graphql`, 'POST', headers, body);
}

test('a program with a token sends what an admin can send: long requests, any document, and a question for the schema', async () => {
  const live = await apiToken(gatehouse, owner, VIEWER);
  const ended = await apiToken(gatehouse, owner, VIEWER);
  await expire(gatehouse, ended.id);
  const query = '{ portals { totalCount } }';
  const long = JSON.stringify({ query: `${query} # ${'x'.repeat(200_000)}` });
  expect([(await post(gatehouse, long, live.token)).status, (await post(gatehouse, long, ended.token)).status]).toEqual([
    200, 413,
  ]);

  const text = JSON.stringify({ query });
  expect((await post(closed, text, live.token)).text).toContain('"totalCount":1');
  expect((await post(closed, text, ended.token)).text).toContain('DOCUMENT_NOT_TRUSTED');

  const introspection = JSON.stringify({ query: getIntrospectionQuery() });
  expect((await post(closed, introspection, live.token)).text).toContain('__schema');
  expect((await post(closed, introspection, ended.token)).text).not.toContain('__schema');
});

test('R90: a long request with a refused token is refused once', async () => {
  const { id, token } = await apiToken(gatehouse, owner, VIEWER);
  await expire(gatehouse, id);
  gatehouse.logs.length = 0;
  closed.logs.length = 0;
  await post(gatehouse, JSON.stringify({ query: `{ portals { totalCount } } # ${'x'.repeat(200_000)}` }), token);
  await post(closed, JSON.stringify({ query: '{ portals { totalCount } }' }), token);
  const lines = [...gatehouse.logs, ...closed.logs].filter((line) => line.includes('"apiToken"'));
  expect(lines).toHaveLength(2);
});
