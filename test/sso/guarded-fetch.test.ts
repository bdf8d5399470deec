import { createSocket } from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import type { AllowedHost } from '../../domain/app.ts';
import { checkProviderUrl } from '../../domain/providers/check-provider-url.ts';
import { openProviders } from '../../domain/providers/open-providers.ts';
import { ProviderFailure } from '../../domain/providers/provider-failure.ts';
import { privateHostOf } from '../../domain/providers/provider-url.ts';
import { startIssuer } from '../kit/issuer.ts';

const issuer = await startIssuer();
const drippingIssuer = await startIssuer();
const { port, host } = new URL(issuer.url);
const providers = openProviders();
const { guard } = providers;
afterAll(providers.close);

const { Resolver } = dns.promises;

const ask = (url: string) => guard.fetch(url, null);
const askOwn = (url: string) => guard.fetch(url, host);

/** Checks an issuer that a portal names, where the operator allows these hosts. */
function check(issuer: string, allowed: string[] = [], id = 'portal-1') {
  const ssoAllowedPrivateHosts: AllowedHost[] = allowed.map((entry) => ({ portal: null, host: entry }));
  const app = { providers, settings: { ssoAllowedPrivateHosts } };
  return checkProviderUrl(app, { issuer, portal: { id, slug: 'demo' } });
}

/** What a promise fails with: the reason and the detail of a ProviderFailure. */
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof ProviderFailure ? `${error.reason}: ${error.detail}` : error),
  );

/** Answers every look-up with these addresses. */
function resolveTo(...answers: string[][]): void {
  const asked = { resolve4: 0, resolve6: 0 };
  for (const name of ['resolve4', 'resolve6'] as const) {
    const spy = vi.spyOn(Resolver.prototype, name).mockImplementation(async () => {
      const answer = answers[Math.min(asked[name]++, answers.length - 1)] ?? [];
      return answer.filter((address) => address.includes(':') === (name === 'resolve6')) as never;
    });
    onTestFinished(() => spy.mockRestore());
  }
}

/** A name server that never says anything takes the place of the real ones. @returns how often it was asked */
async function silenceNameServer(): Promise<() => number> {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', () => asked++);
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const silent = [`127.0.0.1:${socket.address().port}`];
  for (const name of ['resolve4', 'resolve6'] as const) {
    const original = Resolver.prototype[name] as (host: string) => Promise<string[]>;
    const spy = vi.spyOn(Resolver.prototype, name).mockImplementation(function (this: dns.promises.Resolver, host: string) {
      if (this.getServers().join() !== silent.join()) this.setServers(silent);
      return original.call(this, host) as never;
    });
    onTestFinished(() => spy.mockRestore());
  }
  onTestFinished(() => void socket.close());
  return () => asked;
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
    expect([url, await failure(check(url))]).toEqual([url, expect.stringMatching(/^MISCONFIGURED/)]);
    expect([url, await failure(ask(url))]).toEqual([url, expect.stringMatching(/^MISCONFIGURED/)]);
  }
  for (const url of ['https://idp.example?realm=1', 'https://idp.example#top']) {
    expect([url, await failure(check(url))]).toEqual([url, expect.stringMatching(/^MISCONFIGURED/)]);
  }
});

test('R44: a name is refused where any of its addresses is not public', async () => {
  for (const address of NOT_PUBLIC) {
    resolveTo(['8.8.8.8', address]);
    expect([address, await failure(check('https://idp.example'))]).toEqual([address, expect.stringMatching(/^MISCONF/)]);
    expect([address, await failure(ask('https://idp.example'))]).toEqual([address, expect.stringMatching(/^MISCONF/)]);
  }
  expect(await failure(ask(`https://localhost:${port}`))).toMatch(/^MISCONFIGURED/);
  resolveTo(['8.8.8.8', '2606:4700::1111']);
  expect(await failure(check('https://idp.example'))).toBeNull();
  expect(await failure(check('https://1.1.1.1'))).toBeNull();
});

test('R44: a name that leads elsewhere once it is saved is refused at the connection', async () => {
  resolveTo(['8.8.8.8'], ['127.0.0.1']);
  expect(await failure(check(`https://idp.example:${port}`))).toBeNull();
  expect(await failure(ask(`https://idp.example:${port}`))).toMatch(/^MISCONFIGURED.*idp\.example/);
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
    expect([url, await failure(check(url, [allowed]))]).toEqual([url, null]);
  }
  for (const [allowed, url] of [
    ['localhost:1', issuer.url],
    ['localhost', 'http://127.0.0.1'],
    ['localhost', 'http://xlocalhost'],
    ['idp.internal', 'https://other.idp.internal'],
    ['localhost', 'http://user@localhost'],
  ] as const) {
    expect([url, await failure(check(url, [allowed]))]).toEqual([url, expect.stringMatching(/^MISCONFIGURED/)]);
  }
  const answer = await askOwn(`${issuer.url}/jwks`);
  expect([answer.status, Object.keys(await answer.json())]).toEqual([200, ['keys']]);
});

test('R44: a redirect is not followed', async () => {
  issuer.behave({ trouble: { jwks: 'redirecting' } });
  expect(await failure(askOwn(`${issuer.url}/jwks?code=secret`))).toBe(
    `MISCONFIGURED: localhost:${port} redirects (status 302). Gatehouse does not follow redirects.`,
  );
  expect(issuer.count('elsewhere')).toBe(0);
});

test('R44: an answer that is slow, or comes drop by drop, is waited for 5 seconds', { timeout: 10_000 }, async () => {
  const ways = [
    { trouble: 'slow', at: issuer },
    { trouble: 'dripping', at: drippingIssuer },
  ] as const;
  const waits = ways.map(async ({ trouble, at: { url, behave } }) => {
    behave({ trouble: { jwks: trouble } });
    const start = performance.now();
    expect(await failure(guard.fetch(`${url}/jwks`, new URL(url).host))).toMatch(/^UNAVAILABLE: .* 5 seconds/);
    const took = performance.now() - start;
    expect(took).toBeGreaterThan(4_900);
    expect(took).toBeLessThan(6_500);
  });
  await Promise.all(waits);
});

test.each(['endless', 'huge', 'bomb'] as const)('R44: at most 1 MiB is read of an answer that is %s', async (trouble) => {
  issuer.behave({ trouble: { jwks: trouble } });
  expect(await failure(askOwn(`${issuer.url}/jwks`))).toMatch(/^UNAVAILABLE: .* 1048576 bytes/);
});

test('a provider that is down says nothing of what it was asked', async () => {
  issuer.behave({ trouble: { jwks: 'down' } });
  expect(await failure(askOwn(`${issuer.url}/jwks?code=secret`))).toMatch(/^UNAVAILABLE: localhost:\d+ does not answer/);
  const closed = await freePort();
  expect(await failure(guard.fetch(`http://localhost:${closed}/?code=secret`, `localhost:${closed}`))).toBe(
    `UNAVAILABLE: localhost:${closed} does not answer (ECONNREFUSED).`,
  );
});

test('S19: a silent name server is waited for 3 seconds, one look-up at a time for a portal, and holds no thread', async () => {
  const asked = await silenceNameServer();
  const system = vi.spyOn(dns, 'lookup');
  syncBuiltinESMExports();
  onTestFinished(() => {
    system.mockRestore();
    syncBuiltinESMExports();
  });
  const start = performance.now();
  const names = Array.from({ length: 8 }, (_, index) => `https://silent-${index}.example`);
  const answers = await Promise.all(names.map((name) => failure(check(name))));
  const took = performance.now() - start;
  expect(answers).toEqual(names.map(() => expect.stringMatching(/^MISCONFIGURED: (The host|No name server)/)));
  expect(took).toBeLessThan(4_500);
  // Two questions for each of the names whose turn came.
  expect(asked()).toBeLessThanOrEqual(2 * 3);
  expect(system).not.toHaveBeenCalled();
  await expect.poll(() => providers.lookUps.size, { timeout: 4_000 }).toBe(0);
  expect(await failure(ask('https://silent.example'))).toMatch(/^UNAVAILABLE: silent\.example does not answer/);
  expect(system).not.toHaveBeenCalled();
});

test('S19: names that mean this machine are refused without a look-up', async () => {
  for (const url of ['https://localhost', 'https://localhost.', 'https://idp.localhost', 'https://LOCALHOST:8443']) {
    expect([url, await failure(check(url))]).toEqual([url, expect.stringMatching(/^MISCONFIGURED.*private network/)]);
    expect([url, await failure(ask(url))]).toEqual([url, expect.stringMatching(/^MISCONFIGURED.*private network/)]);
  }
});

test('S20: a private host is for an issuer on it, and for the portal that the operator names', () => {
  const at = (issuer: string, slug = 'demo') => {
    const ssoAllowedPrivateHosts = [
      { portal: null, host: 'all.internal' },
      { portal: 'demo', host: 'demo.internal:8443' },
    ];
    return privateHostOf({ ssoAllowedPrivateHosts }, { issuer, portal: { slug } });
  };
  expect(at('https://all.internal/realms/a', 'other')).toBe('all.internal:443');
  expect(at('http://all.internal:8080', 'other')).toBe('all.internal:8080');
  expect(at('https://demo.internal:8443')).toBe('demo.internal:8443');
  expect(at('https://demo.internal:8443', 'other')).toBeNull();
  expect(at('https://demo.internal')).toBeNull();
  expect(at('https://idp.example')).toBeNull();
});
