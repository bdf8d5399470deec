import { expect, test } from 'vitest';
import { ADMIN_KINDS, addressOf, insertKinds } from '../kit/address-kinds.ts';
import { openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { addressActs } from '../kit/operations.ts';
import { approvedPerson } from '../kit/people.ts';
import { FLUSH_MS, startSlowDisk } from '../kit/slow-disk.ts';
import { sampleTimes, tellApart } from '../kit/timing.ts';

const MOST_RUNS = 3;
const FAILURES = 2;
const PAIRS = 300;
const WARM_UPS = 20;
const LARGEST_DIFFERENCE_MS = 0.5;

const disk = await startSlowDisk();
const gatehouse = await startInstallation({ DATABASE_URL: disk.databaseUrl });
const admin = await openDemoPortal(gatehouse);
await approvedPerson(gatehouse, 'pattern@slow.test', admin);
await setSignUpFields(gatehouse, [{ key: 'demo', label: 'Demo', kind: 'TEXT' }], admin);
await insertKinds(gatehouse, MOST_RUNS * (PAIRS + WARM_UPS));

const acts = await addressActs(gatehouse);

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

test.each(acts.map((act) => [act.name, act] as const))(
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
        const email = (at: number) => addressOf(kind, run * (PAIRS + WARM_UPS) + at);
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
