import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import getPort from 'get-port';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { checkProviderUrl, openGuard } from '../../domain/providers/guarded-fetch.ts';
import { ProviderFailure } from '../../domain/providers/provider-failure.ts';
import { startIssuer } from '../kit/issuer.ts';

const issuer = await startIssuer();
const { port } = new URL(issuer.url);
const open = openGuard(['localhost']);
const guarded = openGuard([]);
afterAll(async () => {
  await open.close();
  await guarded.close();
});

/** What a promise fails with: the reason and the detail of a ProviderFailure. */
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof ProviderFailure ? `${error.reason}: ${error.detail}` : error),
  );

/** Answers every look-up with these addresses. */
function resolveTo(...answers: string[][]): void {
  const original = dns.lookup;
  onTestFinished(() => {
    dns.lookup = original;
    syncBuiltinESMExports();
  });
  let asked = 0;
  const fake = (_: string, __: object, callback: (error: null, found: dns.LookupAddress[]) => void) => {
    const found = answers[Math.min(asked++, answers.length - 1)] ?? [];
    callback(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  dns.lookup = fake as unknown as typeof dns.lookup;
  syncBuiltinESMExports();
}

const REFUSED = [
  'http://idp.example',
  'ftp://idp.example',
  'javascript:alert(1)',
  'idp.example',
  '',
  'https://user@idp.example',
  'https://user:secret@idp.example',
  'https://:secret@idp.example',
  'https://127.0.0.1',
  'https://127.1',
  'https://2130706433',
  'https://0x7f000001',
  'https://0x7f.0.0.1',
  'https://0177.0.0.1',
  'https://①②⑦.0.0.1',
  'https://0.0.0.0',
  'https://0',
  'https://10.1.2.3',
  'https://100.64.0.1',
  'https://169.254.169.254',
  'https://172.16.0.1',
  'https://192.168.1.1',
  'https://192.0.0.8',
  'https://198.18.0.1',
  'https://203.0.113.5',
  'https://224.0.0.1',
  'https://240.0.0.1',
  'https://255.255.255.255',
  'https://[::]',
  'https://[::1]',
  'https://[::127.0.0.1]',
  'https://[::ffff:127.0.0.1]',
  'https://[::ffff:8.8.8.8]',
  'https://[::ffff:0:127.0.0.1]',
  'https://[64:ff9b::7f00:1]',
  'https://[64:ff9b:1::7f00:1]',
  'https://[2002:7f00:1::]',
  'https://[2001::1]',
  'https://[2001:db8::1]',
  'https://[fc00::1]',
  'https://[fd12:3456::1]',
  'https://[fe80::1]',
  'https://[fe80::1%25eth0]',
  'https://[fec0::1]',
  'https://[ff02::1]',
  'https://[4000::1]',
];

const NOT_PUBLIC = [
  '127.0.0.1',
  '10.0.0.1',
  '100.100.0.1',
  '169.254.169.254',
  '0.0.0.0',
  '::1',
  'fe80::1%eth0',
  '::ffff:127.0.0.1',
  'fd00::1',
];

test('R44: an address that must not be asked is refused when it is saved and when it is asked', async () => {
  for (const url of REFUSED) {
    expect([url, await failure(checkProviderUrl(url, []))]).toEqual([url, expect.stringMatching(/^MISCONFIGURED/)]);
    expect([url, await failure(guarded.fetch(url))]).toEqual([url, expect.stringMatching(/^MISCONFIGURED/)]);
  }
  for (const url of ['https://idp.example?realm=1', 'https://idp.example#top']) {
    expect([url, await failure(checkProviderUrl(url, []))]).toEqual([url, expect.stringMatching(/^MISCONFIGURED/)]);
  }
});

test('R44: a name is refused where any of its addresses is not public', async () => {
  for (const address of NOT_PUBLIC) {
    resolveTo(['8.8.8.8', address]);
    expect([address, await failure(checkProviderUrl('https://idp.example', []))]).toEqual([
      address,
      expect.stringMatching(/^MISCONF/),
    ]);
    expect([address, await failure(guarded.fetch('https://idp.example'))]).toEqual([
      address,
      expect.stringMatching(/^MISCONF/),
    ]);
  }
  expect(await failure(guarded.fetch(`https://localhost:${port}`))).toMatch(/^MISCONFIGURED/);
  resolveTo(['8.8.8.8', '2606:4700::1111']);
  expect(await failure(checkProviderUrl('https://idp.example', []))).toBeNull();
  expect(await failure(checkProviderUrl('https://1.1.1.1', []))).toBeNull();
});

test('R44: a name that leads elsewhere once it is saved is refused at the connection', async () => {
  resolveTo(['8.8.8.8'], ['127.0.0.1']);
  expect(await failure(checkProviderUrl(`https://idp.example:${port}`, []))).toBeNull();
  expect(await failure(guarded.fetch(`https://idp.example:${port}`))).toMatch(/^MISCONFIGURED.*idp\.example/);
  expect(issuer.asked).toEqual([]);
});

test('R44: the operator allows hosts, on any port or on one, and on plain http', async () => {
  for (const [allowed, url] of [
    ['localhost', issuer.url],
    [`localhost:${port}`, issuer.url],
    ['127.0.0.1', 'http://127.0.0.1:1'],
    ['[::1]', 'https://[::1]'],
    ['idp.internal:443', 'https://idp.internal'],
  ] as const) {
    expect([url, await failure(checkProviderUrl(url, [allowed]))]).toEqual([url, null]);
  }
  for (const [allowed, url] of [
    ['localhost:1', issuer.url],
    ['localhost', 'http://127.0.0.1'],
    ['localhost', 'http://xlocalhost'],
    ['idp.internal', 'https://other.idp.internal'],
    ['localhost', 'http://user@localhost'],
  ] as const) {
    expect([url, await failure(checkProviderUrl(url, [allowed]))]).toEqual([url, expect.stringMatching(/^MISCONFIGURED/)]);
  }
  const answer = await open.fetch(`${issuer.url}/jwks`);
  expect([answer.status, Object.keys(await answer.json())]).toEqual([200, ['keys']]);
});

test('R44: a redirect is not followed', async () => {
  issuer.behave({ trouble: { jwks: 'redirecting' } });
  expect(await failure(open.fetch(`${issuer.url}/jwks?code=secret`))).toBe(
    `MISCONFIGURED: localhost:${port} sends us elsewhere (status 302), where we do not go.`,
  );
  expect(issuer.count('elsewhere')).toBe(0);
});

test.each(['slow', 'dripping'] as const)(
  'R44: an answer that is %s is waited for 5 seconds',
  { timeout: 10_000 },
  async (trouble) => {
    issuer.behave({ trouble: { jwks: trouble } });
    const start = performance.now();
    expect(await failure(open.fetch(`${issuer.url}/jwks`))).toMatch(/^UNAVAILABLE: .* 5 seconds/);
    const took = performance.now() - start;
    expect(took).toBeGreaterThan(4_900);
    expect(took).toBeLessThan(6_500);
  },
);

test.each(['endless', 'huge', 'bomb'] as const)('R44: of an answer that is %s no more than 1 MiB is taken', async (trouble) => {
  issuer.behave({ trouble: { jwks: trouble } });
  expect(await failure(open.fetch(`${issuer.url}/jwks`))).toMatch(/^UNAVAILABLE: .* 1048576 bytes/);
});

test('a provider that is down says nothing of what it was asked', async () => {
  issuer.behave({ trouble: { jwks: 'down' } });
  expect(await failure(open.fetch(`${issuer.url}/jwks?code=secret`))).toMatch(/^UNAVAILABLE: localhost:\d+ does not answer/);
  const closed = await getPort();
  expect(await failure(open.fetch(`http://localhost:${closed}/?code=secret`))).toBe(
    `UNAVAILABLE: localhost:${closed} does not answer (ECONNREFUSED).`,
  );
});
