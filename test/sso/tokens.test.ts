import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { comeIn, connect, failure, goToProvider, sessionOf, whoIs } from '../kit/sso.ts';
import { openBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

const now = () => Math.floor(Date.now() / 1_000);
const people = async () => (await gatehouse.sql('SELECT 1 FROM developers')).length;

beforeEach(() => issuer.behave());

test.each([
  'payload changed under an old signature',
  'key outside the key set',
  'key outside the key set under a known name',
  'alg none',
  'HS256 with the client secret',
  'HS256 with the public key',
  'no signature',
] as const)('R38: an ID token with %s is refused', async (forgery) => {
  const before = await people();
  issuer.behave({ forgery, person: { sub: `forged by ${forgery}`, email: 'forged@people.test', email_verified: true } });
  const { end, browser } = await comeIn(connection);
  expect([failure(end), sessionOf(browser), await people()]).toEqual(['INVALID_ANSWER', '', before]);
});

test.each(['RS256', 'PS256', 'ES256', 'EdDSA'] as const)('R38: an ID token that is signed by %s holds', async (algorithm) => {
  issuer.behave({ algorithm });
  const { end, browser } = await comeIn(connection);
  expect([failure(end), await whoIs(gatehouse, browser)]).toEqual([null, 'ada@people.test']);
});

test.each(['PS256', 'ES256'] as const)(
  'R38: an ID token that is signed by %s is refused where the provider announces RS256',
  async (algorithm) => {
    const other = await startIssuer();
    other.behave({ discovery: { id_token_signing_alg_values_supported: undefined } });
    const plain = await connect(gatehouse, other);
    expect(failure((await comeIn(plain)).end)).toBeNull();
    other.behave({ algorithm });
    expect(failure((await comeIn(plain)).end)).toBe('INVALID_ANSWER');
  },
);

test('R38: a provider that announces no signature of its own is not asked', async () => {
  const other = await startIssuer();
  other.behave({ discovery: { id_token_signing_alg_values_supported: ['HS256', 'none'] } });
  const start = await openBrowser().visit((await connect(gatehouse, other)).startUrl);
  expect([failure(start), start.headers.getSetCookie()]).toEqual(['MISCONFIGURED', []]);
});

test.each([
  ['aud of another client', () => ({ aud: 'somebody-else' })],
  ['aud of another client in a list', () => ({ aud: ['somebody-else'] })],
  ['aud of us and of others, and no azp', () => ({ aud: ['gatehouse', 'somebody-else'] })],
  ['azp of another client', () => ({ aud: ['gatehouse', 'somebody-else'], azp: 'somebody-else' })],
  ['no aud', () => ({ aud: undefined })],
  ['iss of another', () => ({ iss: 'https://other.test' })],
  ['iss with a slash more', () => ({ iss: `${issuer.url}/` })],
  ['no iss', () => ({ iss: undefined })],
  ['nonce of another log-in', () => ({ nonce: 'another' })],
  ['nonce null', () => ({ nonce: null })],
  ['no nonce', () => ({ nonce: undefined })],
  ['exp 5 minutes ago', () => ({ exp: now() - 300 })],
  ['exp a minute ago', () => ({ exp: now() - 60 })],
  ['exp as a text', () => ({ exp: String(now() + 300) })],
  ['no exp', () => ({ exp: undefined })],
  ['iat in 5 minutes', () => ({ iat: now() + 300 })],
  ['iat 11 minutes ago', () => ({ iat: now() - 660 })],
  ['no iat', () => ({ iat: undefined })],
  ['nbf in 5 minutes', () => ({ nbf: now() + 300 })],
  ['no sub', () => ({ sub: undefined })],
  ['an empty sub', () => ({ sub: '' })],
  ['sub as a number', () => ({ sub: 7 })],
  ['sub of 256 characters', () => ({ sub: 'x'.repeat(256) })],
])('R39: an ID token with %s is refused', async (_, claims) => {
  const before = await people();
  issuer.behave({ person: { sub: 'wrong', email: 'wrong@people.test', email_verified: true }, idToken: claims() });
  const { end, browser } = await comeIn(connection);
  expect([failure(end), sessionOf(browser), await people()]).toEqual(['INVALID_ANSWER', '', before]);
});

test('R39: aud of us and of others holds where azp is us', async () => {
  issuer.behave({ idToken: { aud: ['gatehouse', 'somebody-else'], azp: 'gatehouse' } });
  expect(failure((await comeIn(connection)).end)).toBeNull();
});

test('an ID token that is dated back, as some providers do, holds until it ends', async () => {
  issuer.behave({ idToken: { iat: now() - 300, nbf: now() - 300 } });
  expect(failure((await comeIn(connection)).end)).toBeNull();
});

test.each([20, -20])('a provider whose clock is off by %i seconds is believed', async (clock) => {
  issuer.behave({ clock });
  expect(failure((await comeIn(connection)).end)).toBeNull();
});

test.each([300, -300])('a provider whose clock is off by %i seconds is not believed', async (clock) => {
  issuer.behave({ clock });
  expect(failure((await comeIn(connection)).end)).toBe('INVALID_ANSWER');
});

test('new keys of a provider hold at once, seconds after a log-in under the old ones', async () => {
  issuer.behave();
  expect(failure((await comeIn(connection)).end)).toBeNull();
  for (const kid of ['second', 'third', 'third', undefined, undefined]) {
    await issuer.rotateKeys(kid);
    const keysAsked = issuer.count('jwks');
    expect([kid, failure((await comeIn(connection)).end)]).toEqual([kid, null]);
    expect(issuer.count('jwks')).toBe(keysAsked + 1);
  }
  const keysAsked = issuer.count('jwks');
  await comeIn(connection);
  expect(issuer.count('jwks')).toBe(keysAsked);
});

test('keys without a name fit a token that names its key, and among several the right one is found', async () => {
  const nameless = await startIssuer();
  nameless.behave({ keysAreNameless: true });
  const at = await connect(gatehouse, nameless);
  expect(failure((await comeIn(at)).end)).toBeNull();
  await nameless.rotateKeys('new');
  expect(failure((await comeIn(at)).end)).toBeNull();
  nameless.behave({ keysAreNameless: true, forgery: 'key outside the key set' });
  expect(failure((await comeIn(at)).end)).toBe('INVALID_ANSWER');
});

test('an answer with tokens may say in many ways that there is nothing to say', async () => {
  for (const value of [null, '']) {
    issuer.behave({ tokenAnswer: { refresh_token: value, scope: value, expires_in: value, error: value } });
    expect([value, failure((await comeIn(connection)).end)]).toEqual([value, null]);
  }
});

test('keys that change between the way there and the way back hold, also for many at once', async () => {
  const ways = await Promise.all(Array.from({ length: 10 }, () => goToProvider(connection)));
  const discoveries = issuer.count('discovery');
  await issuer.rotateKeys('fourth');
  const ends = await Promise.all(ways.map(({ browser, callback }) => browser.visit(callback)));
  expect(ends.map(failure)).toEqual(ways.map(() => null));
  expect(issuer.count('discovery')).toBe(discoveries);
});

test('a client that has no secret, or may send it in the form only, gets its tokens', async () => {
  const [secretless, posting] = [await startIssuer(), await startIssuer()];
  secretless.clientSecret = '';
  posting.behave({ discovery: { token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'] } });
  for (const provider of [secretless, posting]) {
    expect(failure((await comeIn(await connect(gatehouse, provider))).end)).toBeNull();
    const { body } = provider.asked.find(({ endpoint }) => endpoint === 'token') ?? {};
    expect([body?.get('client_id'), body?.get('client_secret') ?? '']).toEqual(['gatehouse', provider.clientSecret]);
  }
});
