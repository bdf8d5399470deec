import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startPostgres } from '../../../dev/postgres.ts';
import { migrateQueue } from '../../../doorbell/on-postgres.ts';
import { migrate } from '../../../prisma/migrate.ts';
import type { OnTestFinished } from '../../kit/redis.ts';
import { removeFolder } from '../../kit/remove-folder.ts';

export type OwnPostgres = {
  url: string;
  /** Where its data are; on a disk of its own if it was given a size. */
  folder: string;
  stop: () => Promise<void>;
  /** As `kill -9`, or the end of its machine. */
  kill: () => Promise<void>;
  /** With the data that it had, at the same port. */
  start: () => Promise<void>;
};

/**
 * A migrated PostgreSQL that a test may break.
 * @param megabytes of a disk in memory for its data, which takes root; the disk of the machine unless given
 */
export async function startOwnPostgres(
  onTestFinished: OnTestFinished,
  flags: string[],
  megabytes?: number,
): Promise<OwnPostgres> {
  const place = await mkdtemp(join(tmpdir(), 'gatehouse-own-postgres-'));
  // PostgreSQL does not run as root.
  await chmod(place, 0o755);
  const folder = join(place, 'disk');
  execFileSync('mkdir', ['-m', '755', folder]);
  if (megabytes) execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'none', folder]);
  const data = join(folder, 'data');
  let running = await startPostgres(data, flags);
  const { url } = running;
  onTestFinished(async () => {
    await running.stop();
    if (megabytes) execFileSync('umount', [folder]);
    await removeFolder(place);
  });
  await migrate(url, 'prisma');
  await migrateQueue(url);
  return {
    url,
    folder,
    stop: () => running.stop(),
    kill: async () => {
      const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGKILL');
      await running.ended;
    },
    start: async () => {
      // What was killed frees its shared memory a moment later.
      await setTimeout(500);
      running = await startPostgres(data, flags, Number(new URL(url).port));
    },
  };
}
