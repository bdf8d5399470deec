import { readFile } from 'node:fs/promises';
import { test } from 'vitest';
import { startOwnPostgres } from '../faults/parts/own-postgres.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { query } from '../kit/database.ts';
import { signUp } from '../kit/people.ts';
import { prepareSite, startProcess } from '../kit/processes.ts';
import { type OnTestFinished, queues, startRedis } from '../kit/redis.ts';
import { CERTIFICATE, KEY, withTls } from '../kit/redis-tls.ts';

/** A PostgreSQL that also listens with TLS, with a certificate of 127.0.0.1 that no public authority signed. */
async function startPostgresWithTls(onTestFinished: OnTestFinished): Promise<string> {
  const { url } = await startOwnPostgres(onTestFinished, []);
  // PostgreSQL wants files that nobody else can read.
  for (const [name, file] of [
    ['server.crt', CERTIFICATE],
    ['server.key', KEY],
  ] as const) {
    const pem = (await readFile(file, 'utf8')).trim().replaceAll("'", '');
    await query(url, `COPY (SELECT unnest(string_to_array('${pem}', E'\\n'))) TO PROGRAM 'umask 077; cat > ${name}'`);
  }
  await query(url, 'ALTER SYSTEM SET ssl = on');
  await query(url, 'SELECT pg_reload_conf()');
  const address = new URL(url);
  address.hostname = '127.0.0.1';
  return address.href;
}

const CONNECTIONS = `SELECT DISTINCT split_part(application_name, ' ', 2) AS program, ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
  WHERE application_name LIKE 'gatehouse %' ORDER BY 1`;

test.concurrent.for(queues)(
  'queue on %s: server and worker talk to the database and the queue over TLS, with an authority of one’s own',
  async (queue, { expect, onTestFinished }) => {
    const plain = await startPostgresWithTls(onTestFinished);
    const site = await prepareSite('PostgreSQL', onTestFinished, plain);
    site.environment['DATABASE_URL'] = `${plain}?sslmode=verify-full&sslrootcert=${CERTIFICATE}`;
    if (queue === 'Redis') {
      const tls = await withTls();
      await startRedis(onTestFinished, { ...tls, port: '0' });
      const files = `ssl_ca_certs=${CERTIFICATE}&ssl_certfile=${CERTIFICATE}&ssl_keyfile=${KEY}`;
      site.environment['REDIS_URL'] = `rediss://127.0.0.1:${tls['tls-port']}?${files}`;
    }
    const [server, worker] = await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    await signUp(site, 'ada@example.test');
    await site.inbox.waitFor('ada@example.test');
    const connections = await site.sql<{ program: string; ssl: boolean }>(CONNECTIONS);
    expect(connections.map(({ program }) => program)).toEqual(expect.arrayContaining(['server', 'worker']));
    expect(connections.filter(({ ssl }) => !ssl)).toEqual([]);
    expect([...server.output, ...worker.output].filter((line) => /queue is away|"level":50/.test(line))).toEqual([]);
  },
);

test.concurrent('a database whose certificate nobody vouches for is not talked to, and the log says why', async ({
  expect,
  onTestFinished,
}) => {
  const plain = await startPostgresWithTls(onTestFinished);
  const site = await prepareSite('PostgreSQL', onTestFinished, plain);
  site.environment['DATABASE_URL'] = `${plain}?sslmode=verify-full`;
  const worker = startProcess('dist/worker.js', site.environment);
  onTestFinished(worker.kill);
  await worker.says('database unreachable: its TLS certificate is not accepted');
  expect(await site.sql(CONNECTIONS)).toEqual([]);
});
