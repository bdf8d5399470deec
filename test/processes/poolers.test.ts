import { randomUUID } from 'node:crypto';
import { expect, inject, test, vi } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { query } from '../kit/database.ts';
import { succeed } from '../kit/mutate.ts';
import { bearer, PASSWORD, setPassword, signUp, tokenIn, verifyEmail, whoAmI } from '../kit/people.ts';
import { type PoolMode, poolModes, startPgbouncer } from '../kit/pgbouncer.ts';
import { present } from '../kit/present.ts';
import { type Process, type ProcessSite, prepareSite, startProcess } from '../kit/processes.ts';
import { type OnTestFinished, type Queue, queues } from '../kit/redis.ts';

const TO_DO = 'set DATABASE_DIRECT_URL to the address of PostgreSQL itself';

const ways = poolModes.flatMap((mode) => queues.map((queue): [PoolMode, Queue] => [mode, queue]));

test.concurrent.for(ways)(
  'fault 6: PgBouncer in %s mode with its defaults, queue on %s: everything works',
  async (way, { expect, onTestFinished }) => {
    const [mode, queue] = way;
    const { site, directUrl } = await prepareSiteBehind(mode, queue, onTestFinished);
    if (mode === 'transaction' && queue === 'PostgreSQL') site.environment['DATABASE_DIRECT_URL'] = directUrl;
    const processes = [await site.startServer(), await site.startWorker()];
    await updatePortal(site, { autoApprove: true }, await openDemoPortal(site));
    const people = Array.from({ length: 8 }, (_, number) => `person${number}@example.test`);
    await Promise.all(people.map((email) => comeIn(site, email)));
    expect(warningsOf(processes).join('\n')).toBe('');
    expect(await site.sql('SELECT 1 FROM jobs WHERE finished_at IS NULL OR attempt > 1')).toEqual([]);
  },
);

test.concurrent.for(poolModes)(
  'fault 6: migrations through PgBouncer in %s mode work, or say what to do',
  async (mode, { expect, onTestFinished }) => {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await query(inject('databaseUrl'), `CREATE DATABASE ${name}`);
    const directUrl = inject('databaseUrl').replace(/gatehouse$/, name);
    const databaseUrl = await startPgbouncer(directUrl, mode, onTestFinished);
    const alone = startProcess('dist/migrate.js', { DATABASE_URL: databaseUrl });
    if (mode === 'transaction') {
      expect(await alone.ended).toMatchObject({ code: 1 });
      expect(alone.output).toEqual([expect.stringContaining(TO_DO)]);
      expect(await query(directUrl, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
    }
    const migrate = startProcess('dist/migrate.js', { DATABASE_URL: databaseUrl, DATABASE_DIRECT_URL: directUrl });
    expect([(await alone.ended).code, await migrate.ended]).toEqual([mode === 'session' ? 0 : 1, { code: 0, signal: null }]);
    expect(await query(directUrl, 'SELECT 1 FROM portals')).toEqual([]);
  },
);

const transactions = poolModes.filter((mode) => mode === 'transaction');

test.concurrent.for(transactions.flatMap((mode) => ['0', '1'].map((robin): [PoolMode, string] => [mode, robin])))(
  'fault 6: a queue on PostgreSQL through PgBouncer in %s mode (server_round_robin = %s) is refused at the start, with what to do',
  async ([mode, robin], { expect, onTestFinished }) => {
    const { site } = await prepareSiteBehind(mode, 'PostgreSQL', onTestFinished, [`server_round_robin = ${robin}`]);
    // Somebody else is there, so that there are several connections to lend.
    await Promise.all(
      Array.from({ length: 4 }, () => query(present(site.environment['DATABASE_URL']), 'SELECT pg_sleep(0.2)')),
    );
    for (const file of ['dist/server.js', 'dist/worker.js']) {
      const process = startProcess(file, site.environment);
      expect(await process.ended).toMatchObject({ code: 1 });
      expect(process.output.join('\n')).toContain(TO_DO);
    }
  },
);

test.concurrent.for(poolModes)(
  'behind PgBouncer in %s mode, sessions of another kind than ours are refused at the start, with what to do',
  async (mode, { expect, onTestFinished }) => {
    const { site, directUrl } = await prepareSiteBehind(mode, 'PostgreSQL', onTestFinished);
    site.environment['DATABASE_DIRECT_URL'] = directUrl;
    const database = directUrl.split('/').at(-1);
    await query(directUrl, `ALTER DATABASE ${database} SET synchronous_commit = off`);
    const process = startProcess('dist/server.js', site.environment);
    expect(await process.ended).toMatchObject({ code: 1 });
    expect(process.output.join('\n')).toContain("ALTER ROLE CURRENT_USER SET synchronous_commit = 'on'");
  },
);

test.concurrent.for(transactions)(
  'fault 6: PgBouncer in %s mode that is away at the start is found out later',
  async (mode, { onTestFinished }) => {
    const { site, directUrl } = await prepareSiteBehind(mode, 'PostgreSQL', onTestFinished);
    site.environment['DATABASE_DIRECT_URL'] = directUrl;
    const database = directUrl.split('/').at(-1);
    await query(inject('databaseUrl'), `ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
    const server = await site.startServer();
    await server.says('database unreachable');
    await query(inject('databaseUrl'), `ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
    await vi.waitUntil(async () => (await fetch(`${site.url}/readyz`)).ok, { timeout: 60_000, interval: 200 });
    await openDemoPortal(site);
    await signUp(site, 'late@example.test');
  },
);

async function prepareSiteBehind(mode: PoolMode, queue: Queue, onTestFinished: OnTestFinished, settings: string[] = []) {
  const site = await prepareSite(queue, onTestFinished);
  site.environment['DATABASE_URL'] = await startPgbouncer(site.databaseUrl, mode, onTestFinished, settings);
  return { site, directUrl: site.databaseUrl };
}

async function comeIn(site: ProcessSite, email: string): Promise<void> {
  await signUp(site, email);
  const [mail] = await site.inbox.waitFor(email);
  const { passwordToken } = await succeed(verifyEmail(site, tokenIn(mail)), 'passwordToken');
  expect(await setPassword(site, passwordToken)).toMatchObject({ __typename: 'SetPasswordSuccess' });
  await vi.waitFor(
    async () => {
      const token = await bearer(site, email, PASSWORD);
      expect(await whoAmI(site, { token })).toBe(email);
    },
    { timeout: 60_000, interval: 500 },
  );
}

const warningsOf = (processes: Process[]): string[] =>
  processes
    .flatMap(({ output }) => output)
    .filter((line) => /"level":[4-6]0/.test(line) && !/PUBLIC_URL is not https|PostgreSQL can lose/.test(line));
