import { test } from 'vitest';
import { startInstallation } from './kit/installation.ts';
import { openDemoPortal, signUp } from './kit/people.ts';

test('x', async () => {
  const t0 = performance.now();
  const g = await startInstallation();
  console.log('start', performance.now() - t0);
  const admin = await openDemoPortal(g);
  for (const v of ['{}', '[]', '0', 'true', 'null', '"x"', '{"a":1}', '["x"]']) {
    for (const accept of ['*/*', 'application/json', 'application/graphql-response+json']) {
      const r = await fetch(`${g.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: `{"query":"mutation($t: String!){verifyEmail(input:{token:$t}){__typename}}","variables":{"t":${v}}}`,
      });
      console.log(v, accept, r.status, (await r.text()).slice(0, 200), r.headers.get('content-type'));
    }
  }
  for (const q of [
    '{ portal(slug: "\\u0000") { name } }',
    '{ portal(slug: "\\ud800") { name } }',
    '{ developers(portal: "\\u0000") { totalCount } }',
    '{ developers(first: -1) { totalCount edges {node{id}} } }',
    '{ developers(first: 1000000) { totalCount edges {node{id}} } }',
    '{ developers(after: "abc") { totalCount edges {node{id}} } }',
    '{ developers(after: "R1BDOlM6YWJj") { totalCount edges {node{id}} } }',
    '{ jobs(filter: {name: "\\u0000"}) { totalCount edges {node{id}} } }',
    '{ developer(id: "\\u0000") { id } }',
    '{nope}',
    '{ portl(slug: "x") {name} }',
    '{{',
  ]) {
    const a = await g.graphql(q, {}, { token: admin });
    console.log(q, a.status, a.text);
  }
  for (const returnTo of ['/\ud800', '/x'.repeat(30000), '/a b', '/%09/evil.test', 'https:evil.test', '/ok?x=1#y'])
    try {
      console.log(returnTo.slice(0, 20), JSON.stringify(await signUp(g, 'a@b.test', { returnTo })));
    } catch (e) {
      console.log(returnTo.slice(0, 20), 'ERR', String(e).slice(0, 300));
    }
  for (const [o, m] of [
    ['https://evil.test', 'OPTIONS'],
    ['https://evil.test', 'POST'],
    [g.url, 'OPTIONS'],
    [g.url, 'POST'],
  ]) {
    const r = await fetch(`${g.url}/graphql`, {
      method: m,
      headers: {
        origin: o,
        'content-type': 'application/json',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
      ...(m === 'POST' && { body: '{"query":"{__typename}"}' }),
    });
    console.log(o, m, r.status, [...r.headers].join(' | '));
  }
  for (const body of [
    'null',
    '[]',
    '{',
    '"x"',
    '{"query":5}',
    '{"query":"{__typename}","variables":"x"}',
    '{"query":"{__typename}","variables":[]}',
    '[{"query":"{__typename}"}]',
    '{}',
    `{"query":"{__typename}","x":"${'a'.repeat(140000)}"}`,
  ]) {
    const r = await fetch(`${g.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    console.log(body.slice(0, 60), r.status, (await r.text()).slice(0, 300));
  }
  for (const l of g.logs) {
    const e = JSON.parse(l).err;
    console.log(e?.type, '|', e?.message.slice(0, 150));
  }
  await g.sql(`SELECT 1`);
  console.log(
    await g.sql(
      `select table_schema, table_name from information_schema.tables where table_schema not in ('pg_catalog','information_schema')`,
    ),
  );
});
