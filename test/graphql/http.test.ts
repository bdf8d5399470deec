import { beforeAll, expect, test } from 'vitest';
import { createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { send } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { approvedPerson, bearer, whoAmI } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'acme', admin, { publicUrl: 'https://developers.acme.test/portal' });
await updatePortal(gatehouse, { origins: ['https://docs.demo.test'] }, admin);

const endpoint = `${gatehouse.url}/graphql`;
const LOG_OUT = 'mutation { logOut(input: { portal: "demo" }) { __typename } }';
const JSON_TYPE = { 'content-type': 'application/json' };

let cookie = '';
beforeAll(async () => {
  const { email } = await approvedPerson(gatehouse, 'ada@http.test', admin);
  cookie = `gatehouse-demo=${await bearer(gatehouse, email)}`;
});

const multipart = [
  '--x',
  'Content-Disposition: form-data; name="operations"',
  '',
  JSON.stringify({ query: LOG_OUT }),
  '--x--',
  '',
];

test.each([
  ['urlencoded', 'application/x-www-form-urlencoded', `query=${encodeURIComponent(LOG_OUT)}`],
  ['multipart', 'multipart/form-data; boundary=x', multipart.join('\r\n')],
  ['as plain text', 'text/plain', JSON.stringify({ query: LOG_OUT })],
  ['as GraphQL', 'application/graphql', LOG_OUT],
  ['as XML', 'text/xml', JSON.stringify({ query: LOG_OUT })],
  ['as what only begins like JSON', 'application/jsonp', JSON.stringify({ query: LOG_OUT })],
  ['as text that names JSON', 'text/plain; application/json', JSON.stringify({ query: LOG_OUT })],
  ['as a list of types', 'text/plain, application/json', JSON.stringify({ query: LOG_OUT })],
  ['without a type', '', JSON.stringify({ query: LOG_OUT })],
])('R45: a mutation that is sent %s is not executed', async (_, type, body) => {
  const { status, headers } = await send(endpoint, 'POST', { cookie, ...(type && { 'content-type': type }) }, body);
  expect([status, headers['set-cookie']]).toEqual([415, undefined]);
  expect(await whoAmI(gatehouse, { cookie })).toBe('ada@http.test');
});

test('R45: nothing is executed by GET, HEAD, PUT, PATCH or DELETE', async () => {
  const query = `?query=${encodeURIComponent(LOG_OUT)}`;
  for (const [method, body] of [['GET'], ['HEAD'], ['PUT', '{}'], ['PATCH', '{}'], ['DELETE']] as const) {
    for (const headers of [{ cookie }, { cookie, ...JSON_TYPE }]) {
      const { status } = await send(`${endpoint}${query}`, method, headers, body);
      expect([method, status]).toEqual([method, 405]);
    }
  }
  expect(await whoAmI(gatehouse, { cookie })).toBe('ada@http.test');
});

test('JSON is JSON in any case and with a charset', async () => {
  for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset=UTF-8']) {
    const { status, text } = await send(endpoint, 'POST', { 'content-type': type }, '{"query":"{ __typename }"}');
    expect([status, JSON.parse(text)]).toEqual([200, { data: { __typename: 'Query' } }]);
  }
});

test.each([
  ['nothing', ''],
  ['null', 'null'],
  ['a number', '1'],
  ['a text', '"{ __typename }"'],
  ['half of JSON', '{"query":'],
  ['an empty list', '[]'],
  ['a list', '[{"query":"{ __typename }"}]'],
  ['a number as the query', '{"query":5}'],
  ['a list as the query', '{"query":["{ __typename }"]}'],
  ['text as the variables', '{"query":"{ __typename }","variables":"x"}'],
  ['a list as the variables', '{"query":"{ __typename }","variables":[]}'],
  ['bytes that are no text', '{"query":"\ud800"}'],
  ['something more', '{"query":"{ __typename }","more":1}'],
])('R57: a body that is %s is refused with 400 and a reason', async (_, body) => {
  const { status, text } = await send(endpoint, 'POST', { ...JSON_TYPE, accept: 'application/graphql-response+json' }, body);
  expect(status).toBe(400);
  const { errors, data } = JSON.parse(text);
  expect([data, errors.length, errors[0].message.length > 5]).toEqual([undefined, 1, true]);
  expect(text).not.toMatch(/Something went wrong|node_modules|at [A-Z]\w+ \(/);
});

test('a document without a query, and an operation that is not there, are refused', async () => {
  for (const body of ['{}', '{"query":""}', '{"query":"query A { __typename }","operationName":"B"}']) {
    const { status, text } = await send(endpoint, 'POST', { ...JSON_TYPE, accept: 'application/graphql-response+json' }, body);
    expect([body, status, JSON.parse(text).data]).toEqual([body, 400, undefined]);
  }
});

test('R17: a body of more than 128 KiB is refused with 413, and what is smaller is read', async () => {
  const ask = (bytes: number) => {
    const start = '{"query":"{ __typename }","variables":{"x":"';
    return send(endpoint, 'POST', JSON_TYPE, `${start}${'x'.repeat(bytes - start.length - 3)}"}}`);
  };
  expect((await ask(128 * 1024)).status).toBe(200);
  const refused = await ask(128 * 1024 + 1);
  expect([refused.status, JSON.parse(refused.text).errors.length]).toEqual([413, 1]);
  const all = await Promise.all(Array.from({ length: 10 }, () => ask(1 << 20)));
  expect(all.map(({ status }) => status)).toEqual(all.map(() => 413));
});

const preflight = (origin: string) =>
  send(endpoint, 'OPTIONS', {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type',
  });

const post = (origin: string) => send(endpoint, 'POST', { ...JSON_TYPE, origin, cookie }, '{"query":"{ __typename }"}');

test.each([
  'https://evil.test',
  'null',
  'https://docs.demo.test.evil.test',
  'https://docs.demo.testevil.test',
  'http://docs.demo.test',
  'https://docs.demo.test:444',
  'https://evil.test/https://docs.demo.test',
  'https://developers.acme.test.evil.test',
  'https://developers.acme',
  'https://d',
  'h',
  '%',
  'https://DOCS.demo.test',
  '',
])('R46: a page of %j may neither ask nor read', async (origin) => {
  for (const { headers } of [await preflight(origin), await post(origin)]) {
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  }
});

test('R46: pages of a portal and of the installation may, with their cookie, and no page may by a wildcard', async () => {
  for (const origin of ['https://docs.demo.test', 'https://developers.acme.test', gatehouse.url]) {
    for (const { headers } of [await preflight(origin), await post(origin)]) {
      expect(headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
      });
    }
    const { headers, status } = await preflight(origin);
    expect(status).toBe(204);
    expect(headers['access-control-allow-methods']).toBe('POST');
  }
});

test('a page of a portal may send the headers that libraries add, and no other page', async () => {
  const ask = (origin: string) =>
    send(endpoint, 'OPTIONS', {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,baggage, sentry-trace',
    });
  const { headers } = await ask('https://docs.demo.test');
  expect(String(headers['access-control-allow-headers']).split(/, ?/)).toEqual(['content-type', 'baggage', 'sentry-trace']);
  expect((await ask('https://evil.test')).headers['access-control-allow-headers']).toBeUndefined();
});

test('R46: an answer that depends on the origin says so to caches', async () => {
  for (const origin of ['https://docs.demo.test', 'https://evil.test']) {
    for (const { headers } of [await preflight(origin), await post(origin)]) expect(headers['vary']).toMatch(/origin/i);
  }
});

test('other addresses: alive, ready, the pages, and nothing else', async () => {
  const get = async (path: string, method = 'GET') => (await send(`${gatehouse.url}${path}`, method, {})).status;
  expect([await get('/healthz'), await get('/readyz'), await get('/healthz', 'HEAD')]).toEqual([200, 200, 200]);
  for (const path of ['/nowhere', '/graphql/health', '/p', '/admins', '/../package.json', '/assets/../../package.json']) {
    expect([path, await get(path)]).toEqual([path, 404]);
  }
  expect([await get('/healthz', 'POST'), await get('/p/demo/sign-up', 'POST')]).toEqual([405, 405]);
  // Yoga would answer any address with this ending as a check of its health.
  const { text } = await send(`${endpoint}?x=/health`, 'POST', JSON_TYPE, '{"query":"{ __typename }"}');
  expect(JSON.parse(text)).toEqual({ data: { __typename: 'Query' } });
});

test('each answer has an id, and none may be sniffed or tells where one came from', async () => {
  const answers = [await send(`${gatehouse.url}/healthz`, 'GET', {}), await post('https://evil.test'), await preflight('h')];
  expect(new Set(answers.map(({ headers }) => headers['x-request-id'])).size).toBe(3);
  for (const { headers } of answers) {
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(headers['x-powered-by'] ?? headers['server']).toBeUndefined();
  }
});
