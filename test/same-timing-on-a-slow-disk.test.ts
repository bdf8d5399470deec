import { expect, test } from 'vitest';
import { openDemoPortal, setSignUpFields } from './kit/admins.ts';
import { query } from './kit/database.ts';
import { startInstallation } from './kit/installation.ts';
import { startIssuer } from './kit/issuer.ts';
import { type AddressAct, addressActs } from './kit/operations.ts';
import { requestEmailChange } from './kit/own-account.ts';
import { approvedPerson, loggedInPerson, requestPasswordReset, signUp } from './kit/people.ts';
import { FLUSH_MS, startSlowDisk } from './kit/slow-disk.ts';
import { connect, goToProvider } from './kit/sso.ts';
import { median, sampleTimes, tellApart } from './kit/timing.ts';

const disk = await startSlowDisk();
const issuer = await startIssuer();
const gatehouse = await startInstallation({
  DATABASE_URL: disk.databaseUrl,
  SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host,
});
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);
await approvedPerson(gatehouse, 'pattern@slow.test', admin);
await setSignUpFields(gatehouse, [{ key: 'demo', label: 'Demo', kind: 'TEXT' }], admin);

const MOST_RUNS = 3;
const FAILURES = 2;
const PAIRS = 300;
const WARM_UPS = 20;
const LARGEST_DIFFERENCE_MS = 0.5;
/** A row has its odd bytes; another record of its own has fifty, with the flush behind it. */
const LARGEST_DIFFERENCE_BYTES = 40;
const CALLS = 9;

const KINDS = ['unknown', 'unverified', 'approved', 'rejected'];
const ADMIN_KINDS = ['unknown', 'admin'];
const kindsOf = ({ name }: AddressAct) => (name.startsWith('admin') ? ADMIN_KINDS : KINDS);

/** All of one length, as what is written of an address is as long as the address. */
const address = (kind: string, at: number) => `${kind.padEnd(10, 'x')}-${String(at).padStart(6, '0')}@slow.test`;

await gatehouse.sql(
  `INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at, password_hash, updated_at)
   SELECT gen_random_uuid(), portal_id, address, address, full_name,
     (CASE kind WHEN 'unverified' THEN 'PENDING' ELSE upper(kind) END)::"DeveloperStatus",
     CASE WHEN kind <> 'unverified' THEN now() END, CASE WHEN kind <> 'unverified' THEN password_hash END, now()
   FROM developers, unnest($1::text[]) kind, generate_series(0, $2) n,
     concat(rpad(kind, 10, 'x'), '-', lpad(n::text, 6, '0'), '@slow.test') address
   WHERE email = 'pattern@slow.test'`,
  [KINDS.slice(1), MOST_RUNS * (PAIRS + WARM_UPS) + CALLS],
);
await gatehouse.sql(
  `INSERT INTO admins (id, email, password_hash)
   SELECT gen_random_uuid(), concat(rpad('admin', 10, 'x'), '-', lpad(n::text, 6, '0'), '@slow.test'), password_hash
   FROM admins, generate_series(0, $1) n`,
  [MOST_RUNS * (PAIRS + WARM_UPS) + CALLS],
);
await gatehouse.sql('ANALYZE');

const acts = await addressActs(gatehouse);
const each = acts.map((act) => [act.name, act] as const);

/** What each call of an act writes, by the median, for each kind of what it is about. */
async function bytesWritten(kinds: string[], call: (kind: string, at: number) => Promise<unknown>) {
  const bytes: Record<string, number[]> = Object.fromEntries(kinds.map((kind) => [kind, []]));
  for (let at = 0; at < CALLS; at++) {
    for (const kind of kinds) {
      const before = await disk.written();
      await call(kind, at);
      bytes[kind]?.push((await disk.written()) - before);
    }
  }
  return Object.fromEntries(Object.entries(bytes).map(([kind, values]) => [kind, median(values)]));
}

const spread = (bytes: Record<string, number>) => Math.max(...Object.values(bytes)) - Math.min(...Object.values(bytes));

const call = ({ document, variables }: AddressAct, email: string) =>
  gatehouse.graphql(document, { input: { ...variables.input, email } });

test('the disk is slow: each commit waits, also that of a single connection', async () => {
  const settings = await gatehouse.sql(
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'commit_delay', 'commit_siblings') ORDER BY name",
  );
  expect(settings).toEqual([
    { name: 'commit_delay', setting: String(FLUSH_MS * 1_000) },
    { name: 'commit_siblings', setting: '0' },
    { name: 'fsync', setting: 'on' },
  ]);
  await gatehouse.sql('CREATE TABLE flushed (at timestamptz)');
  const timed = async (sql: string) => {
    const times = [];
    for (let time = 0; time < 10; time++) {
      const from = performance.now();
      await gatehouse.sql(sql);
      times.push(performance.now() - from);
    }
    return Math.min(...times);
  };
  expect(await timed('INSERT INTO flushed VALUES (now())')).toBeGreaterThan(FLUSH_MS);
  expect(await timed('SELECT * FROM flushed LIMIT 1')).toBeLessThan(FLUSH_MS);
});

test.each(each)('S11: %s runs the same statements for every kind of address', { timeout: 120_000 }, async (_, act) => {
  const texts = [];
  for (const kind of kindsOf(act)) texts.push(await disk.statementsOf(() => call(act, address(kind, 0))));
  expect(texts[0]?.length).toBeGreaterThan(0);
  for (const text of texts) expect(text).toEqual(texts[0]);
});

test.each(each)('S11: %s writes the same for every kind of address', { timeout: 120_000 }, async (_, act) => {
  const bytes = await bytesWritten(kindsOf(act), (kind, at) => call(act, address(kind, at + 1)));
  expect([bytes, spread(bytes) <= LARGEST_DIFFERENCE_BYTES]).toEqual([bytes, true]);
});

test('S11: a mail to an address whose allowance is used up writes the same as one that goes out', {
  timeout: 120_000,
}, async () => {
  const [usedUp, known, unknown] = [address('approved', 1), address('approved', 2), address('unknown', 900)];
  for (let time = 0; time < 4; time++) await requestPasswordReset(gatehouse, usedUp);
  await gatehouse.drain();
  const bytes = await bytesWritten([usedUp, known, unknown], (email) => requestPasswordReset(gatehouse, email));
  expect([bytes, spread(bytes) <= LARGEST_DIFFERENCE_BYTES]).toEqual([bytes, true]);
  const signedUp = await bytesWritten([usedUp, known, unknown], (email) => signUp(gatehouse, email));
  expect([signedUp, spread(signedUp) <= LARGEST_DIFFERENCE_BYTES]).toEqual([signedUp, true]);
});

test('S11: a change of address writes the same for a taken, a free and a used-up address', { timeout: 120_000 }, async () => {
  const { token } = await loggedInPerson(gatehouse, 'mover@slow.test', admin);
  const change = (email: string) => requestEmailChange(gatehouse, { token }, email);
  const usedUp = address('used-up', 0);
  for (let time = 0; time < 4; time++) await change(usedUp);
  await gatehouse.drain();
  const kinds = ['approved', 'unverified', 'free', 'used-up'];
  const bytes = await bytesWritten(kinds, (kind, at) => change(kind === 'used-up' ? usedUp : address(kind, at + 1)));
  expect([bytes, spread(bytes) <= LARGEST_DIFFERENCE_BYTES]).toEqual([bytes, true]);
});

test('S11: SSO with an unproved address writes the same for a known, an unknown and a used-up address', {
  timeout: 120_000,
}, async () => {
  const come = async (email: string) => {
    issuer.behave({ person: { sub: 'a'.repeat(20), name: 'Ada Lovelace', email, email_verified: false } });
    const { browser, callback } = await goToProvider(connection);
    return async () => await browser.visit(callback);
  };
  const usedUp = address('used-up', 1);
  for (let time = 0; time < 4; time++) await (await come(usedUp))();
  await gatehouse.drain();
  const bytes: Record<string, number[]> = { approved: [], unverified: [], unknown: [], 'used-up': [] };
  for (let at = 0; at < CALLS; at++) {
    for (const [kind, values] of Object.entries(bytes)) {
      const arrive = await come(kind === 'used-up' ? usedUp : address(kind, at + 1));
      const before = await disk.written();
      await arrive();
      values.push((await disk.written()) - before);
    }
  }
  const medians = Object.fromEntries(Object.entries(bytes).map(([kind, values]) => [kind, median(values)]));
  expect([medians, spread(medians) <= LARGEST_DIFFERENCE_BYTES]).toEqual([medians, true]);
});

test.each(each)(
  'S11: the time of %s tells no kind of address from another by half a millisecond',
  { timeout: 400_000 },
  async (_, act) => {
    const { name, document, variables } = act;
    // Acts that hash take their time: two kinds of address are enough to see a flush.
    const kinds = name.startsWith('admin')
      ? ADMIN_KINDS
      : ['unknown', name === 'logIn' ? 'approved' : 'unverified', 'approved'];
    const found = [];
    for (let run = 0; run < MOST_RUNS; run++) {
      const classes = [...new Set(kinds)].map((kind) => {
        const email = (at: number) => address(kind, run * (PAIRS + WARM_UPS) + at + CALLS);
        return [kind, (at: number) => ({ query: document, variables: { input: { ...variables.input, email: email(at) } } })];
      });
      const times = await sampleTimes(gatehouse.url, Object.fromEntries(classes), {
        samples: PAIRS,
        patienceMs: Number.POSITIVE_INFINITY,
      });
      const told = tellApart(times, LARGEST_DIFFERENCE_MS, 0);
      if (told.length > 0) found.push(told);
      if (told.length === 0 ? run + 1 - found.length === FAILURES : found.length === FAILURES) break;
    }
    expect(found.length < FAILURES ? [] : found).toEqual([]);
  },
);

test('no other connection wrote meanwhile: the measure is of the acts alone', async () => {
  const before = await disk.written();
  await query(disk.databaseUrl, 'SELECT 1');
  expect((await disk.written()) - before).toBeLessThan(LARGEST_DIFFERENCE_BYTES);
});
