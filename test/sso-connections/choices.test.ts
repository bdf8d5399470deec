import { expect, test } from 'vitest';
import { SsoChoicesDocument } from '../generated/operations.ts';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { connected } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { signUp } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', admin);

const ask = (email?: string | null, portal = 'demo') =>
  gatehouse.graphql(SsoChoicesDocument, { portal, ...(email !== undefined && { email }) });

const labels = async (email?: string | null, portal?: string) =>
  (await ask(email, portal)).data.portal?.ssoConnections.map(({ label }) => label);

const zebra = await connected(gatehouse, { label: 'Zebra', enabled: true }, admin);
await connected(gatehouse, { label: 'Corp', enabled: true, emailDomains: ['corp.test', 'bücher.test'] }, admin);
await connected(gatehouse, { label: 'Both', enabled: true, emailDomains: ['corp.test'] }, admin);
await connected(gatehouse, { label: 'Off', emailDomains: ['corp.test', 'off.test'] }, admin);
await connected(gatehouse, { label: 'Alone', enabled: true, portal: 'second', emailDomains: ['corp.test'] }, admin);

test('anyone sees the enabled ones, by their labels, with where to begin', async () => {
  const { data } = await ask();
  expect(data.portal?.ssoConnections.map(({ label }) => label)).toEqual(['Both', 'Corp', 'Zebra']);
  expect(data.portal?.ssoConnections[2]).toEqual({
    id: zebra,
    label: 'Zebra',
    startUrl: `${gatehouse.url}/sso/demo/${zebra}/start`,
  });
  expect(await labels(null)).toEqual(['Both', 'Corp', 'Zebra']);
  expect(await labels(undefined, 'second')).toEqual(['Alone']);
});

test.each([
  ['ada@corp.test', ['Both', 'Corp']],
  ['Ada@CORP.test', ['Both', 'Corp']],
  ['ada@bücher.test', ['Corp']],
  ['ada@xn--bcher-kva.test', ['Corp']],
  ['ada@sub.corp.test', ['Zebra']],
  ['ada@evilcorp.test', ['Zebra']],
  ['ada@off.test', ['Zebra']],
])('an address leads to those for its domain, else to those for none: %s', async (email, expected) => {
  expect(await labels(email)).toEqual(expected);
});

test('an address that no connection is for finds none', async () => {
  expect(await labels('ada@elsewhere.test', 'second')).toEqual([]);
});

test('whether the address is known makes no difference', async () => {
  const before = (await ask('known@corp.test')).text;
  await signUp(gatehouse, 'known@corp.test');
  expect((await ask('known@corp.test')).text).toBe(before);
});

test('an invalid address is told so', async () => {
  for (const email of ['', 'corp.test', 'a@b, c@corp.test']) {
    const { data, errors } = await ask(email);
    expect([data, errors.map(({ extensions }) => extensions?.code)]).toEqual([{ portal: null }, ['INVALID_INPUT']]);
  }
});

test('R31: anyone is told the label and where to begin, and nothing else of a connection', async () => {
  for (const field of ['issuer', 'clientId', 'emailDomains', 'hasClientSecret', 'recentFailures { detail }']) {
    const { data, errors } = await gatehouse.graphql(`{ portal(slug: "demo") { ssoConnections { ${field} } } }`);
    expect([field, data, errors.length]).toEqual([field, undefined, 1]);
  }
});
