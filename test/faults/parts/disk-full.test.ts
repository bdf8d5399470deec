import { spawnSync } from 'node:child_process';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { test, vi } from 'vitest';
import { openDemoPortal } from '../../kit/admins.ts';
import { query } from '../../kit/database.ts';
import { PATIENCE, prepareSite } from '../../kit/processes.ts';
import { queues } from '../../kit/redis.ts';
import { openLedger, takenBy } from './ledger.ts';
import { startOwnPostgres } from './own-postgres.ts';

/** Only root may mount a disk of its own; elsewhere this cannot be tested. */
const canMount = process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0;
/** For the programs of PostgreSQL, which are copied there, and a migrated database. */
const DISK_MEGABYTES = 400;

test.runIf(canMount).concurrent.for(queues)(
  'R59, I1, I3, I5, I6: queue on %s: on a full disk PostgreSQL takes no sign-up and loses none; with room again all goes on',
  async (queue, { expect, onTestFinished }) => {
    const flags = ['max_wal_size=32MB', 'min_wal_size=32MB', 'max_connections=60'];
    const postgres = await startOwnPostgres(onTestFinished, flags, DISK_MEGABYTES);
    const site = await prepareSite(queue, onTestFinished, postgres.url);
    site.environment['CLIENT_LIMIT'] = 'off';
    await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => takenBy(site.inbox.mails), expect);
    for (let index = 0; index < 10; index++) await ledger.signUp(`before-${index}@example.test`);

    const ballast = join(postgres.folder, 'ballast');
    const { bavail, bsize } = await statfs(postgres.folder);
    await writeFile(ballast, Buffer.alloc(bavail * bsize)).catch(() => undefined);
    for (let index = 0; index < 40; index++) {
      await ledger.signUp(`meanwhile-${index}@example.test`);
      // The next segment of the write-ahead log finds no room; then PostgreSQL ends.
      await query(postgres.url, 'SELECT pg_switch_wal()').catch(() => undefined);
      await setTimeout(100);
    }
    expect([...ledger.outcomes.values()]).toContain('refused');
    await rm(ballast);
    // As whoever runs PostgreSQL does, unless it came back by itself.
    await postgres.stop();
    await postgres.start();
    await vi.waitUntil(async () => (await fetch(`${site.url}/readyz`)).ok, PATIENCE);
    for (let index = 0; index < 5; index++) expect(await ledger.signUp(`after-${index}@example.test`)).toBe('promised');
    await ledger.settle({ copies: () => 2, mayHaveCommitted: true });
  },
);
