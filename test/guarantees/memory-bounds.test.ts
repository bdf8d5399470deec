import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { isKnownOrigin, MOST_REMEMBERED as MOST_ORIGINS, REMEMBERED_MS } from '../../domain/portals/origins.ts';
import {
  findOwnPages,
  REMEMBERED_MS as HOST_REMEMBERED_MS,
  MOST_REMEMBERED as MOST_HOSTS,
} from '../../domain/portals/own-hosts.ts';
import { GOOD_FOR_MS } from '../../domain/providers/discover.ts';
import { MOST_ENTRIES, MOST_KEYS_BYTES, MOST_METADATA_BYTES, openProviders } from '../../domain/providers/open-providers.ts';
import { FAILURE_MS, type Memory, OLDEST_MS, recall } from '../../domain/providers/recall.ts';
import { KEYS_GOOD_FOR_MS } from '../../domain/providers/verify-jwt.ts';
import { countCredentialAct, MOST_REMEMBERED as MOST_BLOCKS } from '../../domain/throttles/count-credential-act.ts';
import { MOST_NAMES, MOST_PREPARED_ARGUMENTS, statementNames } from '../../prisma/statement-names.ts';
import { boundLines, MOST_CLIENTS, WINDOW_MS } from '../../server/bounded-lines.ts';
import { MOST_AT_HOSTS, shellsIn } from '../../server/shells.ts';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { comeIn, connect, failure } from '../kit/sso.ts';
import { countStatements } from '../kit/statements.ts';
import { openBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);

const now = performance.now.bind(performance);
/** The clock of this process is ahead from now on. */
const later = (ms: number) => vi.spyOn(performance, 'now').mockImplementation(() => now() + ms);
afterEach(() => void vi.restoreAllMocks());

/** Makes a memory know an answer. Each is of another portal. */
const fill = (memory: Memory<unknown>, key: string, bytes = 0) =>
  recall(memory, { key, portalId: key, goodForMs: 60_000, ask: async () => ({ value: key, bytes }) });

test.each(['metadata', 'keys'] as const)(
  'the memory of %s keeps 200 providers, and forgets the oldest for one more',
  async (kind) => {
    const { [kind]: memory, close } = openProviders();
    for (let n = 0; n < MOST_ENTRIES; n++) await fill(memory, `${n}`);
    expect([memory.entries.size, memory.entries.has('0')]).toEqual([200, true]);
    await fill(memory, 'one more');
    expect([memory.entries.size, memory.entries.has('0'), memory.entries.has('one more')]).toEqual([200, false, true]);
    await close();
  },
);

test.each([
  ['metadata', MOST_METADATA_BYTES],
  ['keys', MOST_KEYS_BYTES],
] as const)('the memory of %s keeps %i bytes, and forgets the oldest for one byte more', async (kind, most) => {
  for (const [more, kept] of [
    [0, ['first', 'second']],
    [1, ['second']],
  ] as const) {
    const { [kind]: memory, close } = openProviders();
    // Each entry counts for 1,000 bytes besides its answer.
    await fill(memory, 'first', most / 2 - 1_000 + more);
    await fill(memory, 'second', most / 2 - 1_000);
    expect([...memory.entries.keys()]).toEqual(kept);
    await close();
  }
});

test('a discovery document is used for an hour, and keys for 5 minutes: then the provider is asked again', async () => {
  const connection = await connect(gatehouse, issuer);
  const askedBy = async (ms: number) => {
    later(ms);
    const before = { discovery: issuer.count('discovery'), jwks: issuer.count('jwks') };
    expect(failure((await comeIn(connection)).end)).toBeNull();
    return [issuer.count('discovery') - before.discovery, issuer.count('jwks') - before.jwks];
  };
  await comeIn(connection);
  expect([KEYS_GOOD_FOR_MS, GOOD_FOR_MS]).toEqual([5 * 60_000, 60 * 60_000]);
  expect(await askedBy(KEYS_GOOD_FOR_MS - 30_000)).toEqual([0, 0]);
  expect(await askedBy(KEYS_GOOD_FOR_MS)).toEqual([0, 1]);
  expect((await askedBy(GOOD_FOR_MS - 30_000))[0]).toBe(0);
  expect((await askedBy(GOOD_FOR_MS))[0]).toBe(1);
});

test('a provider that fails is left alone for 10 seconds, and what it said before counts for a day', async () => {
  const failing = await startIssuer();
  const connection = await connect(gatehouse, failing);
  const start = async (ms: number) => {
    later(ms);
    const end = failure(await openBrowser().visit(connection.startUrl));
    return { end, asked: failing.count('discovery') };
  };
  expect((await start(0)).end).toBeNull();
  failing.behave({ trouble: { discovery: 'broken' } });
  const { asked, end } = await start(GOOD_FOR_MS);
  expect(end).toBeNull();
  expect(await start(GOOD_FOR_MS + FAILURE_MS - 5_000)).toEqual({ end: null, asked });
  expect(await start(GOOD_FOR_MS + FAILURE_MS + 5_000)).toEqual({ end: null, asked: asked + 1 });
  expect((await start(OLDEST_MS - 5_000)).end).toBeNull();
  expect((await start(OLDEST_MS + 5_000)).end).toBe('UNAVAILABLE');
});

test('a server remembers 1,000 origins for 5 seconds, and forgets the oldest for one more', async () => {
  const { app } = gatehouse;
  const [first, last] = ['https://first.test', 'https://last.test'];
  await updatePortal(gatehouse, { origins: [first, last] }, admin);
  const statements = countStatements(/allowed_origins @>/);
  const asks = async (origin: string) => {
    const before = statements.count();
    expect(await isKnownOrigin(app, origin)).toBe(true);
    return statements.count() - before;
  };
  expect(await asks(first)).toBe(1);
  for (let n = 1; n < MOST_ORIGINS; n++) app.origins.set(`https://${n}.test`, true);
  expect([app.origins.size, app.origins.has(first)]).toEqual([1_000, true]);
  expect(await asks(last)).toBe(1);
  expect([app.origins.size, app.origins.has(first), await asks(last)]).toEqual([1_000, false, 0]);
  // The cache looks at the clock once in a millisecond.
  await setTimeout(5);
  later(REMEMBERED_MS + 100);
  expect(await asks(last)).toBe(1);
});

test('a server remembers 1,000 hosts of portals for 5 seconds, and forgets the oldest for one more', async () => {
  const { app } = gatehouse;
  const statements = countStatements(/"own_host" =/);
  const asks = async (host: string) => {
    const before = statements.count();
    expect(await findOwnPages(app, host)).toEqual({ slug: 'demo', path: '' });
    return statements.count() - before;
  };
  await updatePortal(gatehouse, { publicUrl: 'https://hosted.test' }, admin);
  expect([await asks('hosted.test'), await asks('HOSTED.test')]).toEqual([1, 0]);
  for (let n = 1; n < MOST_HOSTS; n++) app.ownHosts.set(`${n}.test`, { slug: 'demo', path: '' });
  expect([app.ownHosts.size, app.ownHosts.has('hosted.test')]).toEqual([1_000, true]);
  app.ownHosts.set('another.test', { slug: 'demo', path: '' });
  expect([app.ownHosts.size, app.ownHosts.has('hosted.test')]).toEqual([1_000, false]);
  expect([await asks('hosted.test'), await asks('hosted.test')]).toEqual([1, 0]);
  await setTimeout(5);
  later(HOST_REMEMBERED_MS + 100);
  expect(await asks('hosted.test')).toBe(1);
  await updatePortal(gatehouse, { publicUrl: null }, admin);
});

test('a server remembers 500 documents of hosts of portals, and makes the one that was used longest ago anew', async () => {
  const find = shellsIn('web/dist/shells');
  const answer = (path: string, page = 'log-in') => find(`/p/demo/${page}`, 'de')?.answer({ slug: 'demo', path });
  const [first, other] = [answer('/1'), answer('/1', 'sign-up')];
  expect([answer('/1') === first, first === other, (await first)?.plain.includes('data-path="/1"')]).toEqual([
    true,
    false,
    true,
  ]);
  for (let n = 2; n < MOST_AT_HOSTS; n++) await answer(`/${n}`);
  expect([MOST_AT_HOSTS, answer('/1', 'sign-up') === other, answer('/1') === first]).toEqual([500, true, true]);
  for (let n = 2; n < MOST_AT_HOSTS; n++) void answer(`/${n}`);
  await answer('/one/more');
  expect([answer('/1') === first, answer('/1', 'sign-up') === other]).toEqual([true, false]);
});

test('a process remembers 10,000 refused networks; one more, and all are forgotten, but still refused', async () => {
  const app = { ...gatehouse.app, settings: { ...gatehouse.app.settings, clientLimit: { most: 1, perMs: 60_000 } } };
  const { refused } = app.throttles;
  const statements = countStatements(/INTO throttles/);
  const isRefused = async (ip: string) => {
    const before = statements.count();
    const answer = await countCredentialAct(app, ip).then(
      () => false,
      () => true,
    );
    return [answer, statements.count() - before];
  };
  for (let n = 1; n < MOST_BLOCKS; n++) refused.set(`network ${n}`, 0);
  expect([await isRefused('192.0.2.1'), await isRefused('192.0.2.1'), refused.size]).toEqual([[false, 1], [true, 1], 10_000]);
  expect(await isRefused('192.0.2.1')).toEqual([true, 0]);
  expect([await isRefused('192.0.2.2'), await isRefused('192.0.2.2'), refused.size]).toEqual([[false, 1], [true, 1], 1]);
  expect(await isRefused('192.0.2.1')).toEqual([true, 1]);
});

test('a process names 500 statements, of at most 40 arguments', () => {
  const nameOf = statementNames();
  const named = (at: number, args = 0) => nameOf({ sql: `SELECT ${at}`, args: Array.from({ length: args }) }) !== '';
  expect([named(0, MOST_PREPARED_ARGUMENTS), named(1, MOST_PREPARED_ARGUMENTS + 1)]).toEqual([true, false]);
  for (let at = 1; at < MOST_NAMES; at++) expect(named(at)).toBe(true);
  expect([named(MOST_NAMES), named(0), MOST_NAMES, MOST_PREPARED_ARGUMENTS]).toEqual([false, true, 500, 100]);
});

test('log lines are counted for 10,000 clients; one more, and the client counted longest ago begins anew', () => {
  const secondLine = (others: number) => {
    const lines = boundLines(1);
    expect(lines('192.0.2.1')).toBe('YES');
    for (let n = 0; n < others; n++) lines(`10.1.${n >> 8}.${n & 255}`);
    return lines('192.0.2.1');
  };
  expect([MOST_CLIENTS, secondLine(MOST_CLIENTS - 1), secondLine(MOST_CLIENTS)]).toEqual([10_000, 'LAST', 'YES']);
});

test('log lines are counted anew after a minute', async () => {
  const lines = boundLines(1);
  expect([lines('192.0.2.1'), lines('192.0.2.1'), lines('192.0.2.1')]).toEqual(['YES', 'LAST', 'NO']);
  await setTimeout(5);
  later(WINDOW_MS - 1_000);
  expect(lines('192.0.2.1')).toBe('NO');
  await setTimeout(5);
  later(WINDOW_MS + 1_000);
  expect(lines('192.0.2.1')).toBe('YES');
});
