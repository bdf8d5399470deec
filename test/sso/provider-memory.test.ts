import { beforeEach, expect, test } from 'vitest';
import { openMemory, recall } from '../../domain/providers/recall.ts';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { testConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect, failure } from '../kit/sso.ts';
import { openBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);

beforeEach(() => issuer.behave());

const question = (key: string, portalId: string, value: string, bytes = 0) => ({
  key,
  portalId,
  goodForMs: 60_000,
  ask: async () => ({ value, bytes }),
});

const never = async () => {
  throw new Error('asked again');
};

test('S17: the memory of providers is bounded in entries and in bytes', async () => {
  const memory = openMemory<string>({ entries: 200, bytes: 1_000_000 });
  for (let n = 0; n < 1_000; n++) await recall(memory, question(`issuer ${n}`, `portal ${n}`, 'x'));
  expect(memory.entries.size).toBe(200);
  for (let n = 0; n < 100; n++) await recall(memory, question(`large ${n}`, `portal ${n}`, 'x', 64 * 1024));
  expect(memory.entries.size).toBeLessThanOrEqual(200);
  const bytes = [...memory.entries.values()].reduce((sum, entry) => sum + entry.bytes + 1_000, 0);
  expect(bytes).toBeLessThanOrEqual(1_000_000);
});

test('S17: a portal that asks ever new providers pushes out its own answers only', async () => {
  const memory = openMemory<string>({ entries: 200, bytes: 8 * 1024 * 1024 });
  for (let n = 0; n < 20; n++) await recall(memory, question(`honest ${n}`, `honest ${n}`, `answer ${n}`));
  await recall(memory, question('shared', 'honest 0', 'shared answer'));
  await recall(memory, question('shared', 'greedy', 'shared answer'));
  for (let n = 0; n < 1_000; n++) await recall(memory, question(`greedy ${n}`, 'greedy', 'x', 64 * 1024));
  for (let n = 0; n < 20; n++) {
    expect(await recall(memory, { ...question(`honest ${n}`, `honest ${n}`, ''), ask: never })).toBe(`answer ${n}`);
  }
  expect(await recall(memory, { ...question('shared', 'honest 0', ''), ask: never })).toBe('shared answer');
});

test('S17: a failed refresh removes no good answer, and an admin who forced it is told that it failed', async () => {
  const memory = openMemory<string>({ entries: 200, bytes: 1_000_000 });
  const known = { ...question('issuer', 'portal', 'good'), goodForMs: 0 };
  expect(await recall(memory, known)).toBe('good');
  await expect(recall(memory, { ...known, ask: never, since: performance.now() })).rejects.toThrow('asked again');
  let asked = 0;
  const failing = async () => {
    asked++;
    return await never();
  };
  expect(await Promise.all(Array.from({ length: 10 }, () => recall(memory, { ...known, ask: failing })))).toEqual(
    Array.from({ length: 10 }, () => 'good'),
  );
  expect(asked).toBe(0);
});

test('S17: an owner who tests a connection while the provider is down does not break it for others', async () => {
  const honest = await connect(gatehouse, issuer, { portal: 'other' });
  const tested = await connect(gatehouse, issuer);
  expect(failure((await comeIn(honest)).end)).toBeNull();
  issuer.behave({ trouble: { discovery: 'broken', jwks: 'broken' } });
  const { checks } = await succeed(testConnection(gatehouse, tested.id, admin));
  expect(checks).toMatchObject([{ name: 'discovery', ok: false }]);
  expect(failure((await comeIn(honest)).end)).toBeNull();
});

test.each([
  ['discovery', 'discovery document', 64],
  ['jwks', 'set of keys', 256],
] as const)('S17: %s: a %s of more than %d KiB is not taken', async (endpoint, _, kib) => {
  const other = await startIssuer();
  const connection = await connect(gatehouse, other);
  const padding = 'x'.repeat(kib * 1024);
  if (endpoint === 'discovery') other.behave({ discovery: { padding } });
  else other.behave({ jwks: { padding } });
  const start = await openBrowser().visit(connection.startUrl);
  const end = endpoint === 'discovery' ? start : (await comeIn(connection)).end;
  expect(failure(end)).toBe('UNAVAILABLE');
});

test('S20: an endpoint on another private host is not asked, although the operator allows that host, too', async () => {
  const inner = await startIssuer();
  for (const [name, path] of [
    ['token_endpoint', 'token'],
    ['jwks_uri', 'jwks'],
    ['userinfo_endpoint', 'userinfo'],
  ]) {
    const own = await startIssuer();
    own.behave({ discovery: { [present(name)]: `${inner.url}/${path}` } });
    expect(failure(await openBrowser().visit((await connect(gatehouse, own)).startUrl))).toBe('MISCONFIGURED');
  }
  expect(inner.asked).toEqual([]);
});

test('S20: a private host that is allowed for one portal is asked for no other', async () => {
  const own = await startIssuer();
  const { host } = new URL(own.url);
  const strict = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: `demo=${host}` }, gatehouse);
  const [at, elsewhere] = [await connect(gatehouse, own), await connect(gatehouse, own, { portal: 'other' })];
  const visit = async ({ startUrl }: typeof at) =>
    failure(await openBrowser().visit(startUrl.replace(gatehouse.url, strict.url)));
  expect([await visit(at), await visit(elsewhere)]).toEqual([null, 'MISCONFIGURED']);
});
