import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { adminBearer, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { succeed } from '../kit/mutate.ts';
import { bearer, setPassword, signUp, tokenIn, verifyEmail } from '../kit/people.ts';
import { PATIENCE, prepareSite } from '../kit/processes.ts';

const SAYS = 'compiled WebAssembly';
const MADE = 'Using driver adapter';

test('a worker that rests or mails a link never loads the query compiler, which takes 10 MB, and a server loads it for an admin', async () => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  site.environment['NODE_OPTIONS'] = `--import=${resolve('test/kit/note-webassembly.mjs')}`;
  const server = await site.startServer();
  expect(server.output.join('\n')).not.toContain(SAYS);
  await openDemoPortal(site);
  await server.says(SAYS);

  // What happened before needs a worker that is not at rest.
  const busy = await site.startWorker();
  const left =
    'SELECT FROM events WHERE position IS NULL UNION ALL SELECT FROM jobs WHERE finished_at IS NULL AND due_at <= now()';
  await vi.waitUntil(async () => (await site.sql(left)).length === 0, PATIENCE);
  await busy.says('audit checkpoint');
  await busy.kill();

  await site.sql("INSERT INTO throttles (key, points, ends_at) VALUES ('ended', 1, now() - interval '1 second')");
  await site.sql("UPDATE portals SET mail_from = 'portal@elsewhere.test'");
  const worker = await site.startWorker();
  const hasSwept = async () => (await site.sql("SELECT FROM throttles WHERE key = 'ended'")).length === 0;
  await vi.waitUntil(hasSwept, PATIENCE);
  await worker.says('MAIL_DOMAINS does not allow the senders');
  await signUp(site, 'ada@rest.test');
  await site.inbox.waitFor('ada@rest.test');
  worker.signal('SIGTERM');
  await worker.ended;
  expect(worker.output.join('\n')).not.toContain(SAYS);
});

test('no process makes a client of Prisma, which takes 30 MB, at its start or for people, and a server makes it for an admin', async () => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  const first = await site.startServer();
  await updatePortal(site, { autoApprove: true }, await openDemoPortal(site));
  await first.kill();

  // So Prisma tells of each client.
  site.environment['DEBUG'] = 'prisma:client:clientEngine';
  const server = await site.startServer();
  const worker = await site.startWorker();
  await worker.says('audit checkpoint');
  await succeed(signUp(site, 'bea@rest.test'));
  const [mail] = await site.inbox.waitFor('bea@rest.test');
  const { passwordToken } = await succeed(verifyEmail(site, tokenIn(mail)), 'passwordToken');
  expect(await setPassword(site, passwordToken)).toMatchObject({ status: 'APPROVED' });
  await bearer(site, 'bea@rest.test');
  expect([...server.output, ...worker.output].join('\n')).not.toContain(MADE);

  await adminBearer(site);
  await server.says(MADE);
});

test('a process without a Redis loads no library for it', async () => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  site.environment['NODE_OPTIONS'] = `--import=${resolve('test/kit/note-files.mjs')}`;
  const processes = [await site.startServer(), await site.startWorker()];
  for (const process of processes) {
    process.signal('SIGTERM');
    await process.ended;
    const loaded = process.output.flatMap((line) => line.match(/^loaded (.*)$/)?.[1] ?? []);
    const sources = loaded.filter((file) => existsSync(`${file}.map`)).flatMap(sourcesOf);
    expect(sources).toContain('../doorbell/on-postgres.ts');
    expect(sources).not.toContain('../doorbell/on-redis.ts');
    expect(sources).not.toContain('../doorbell/connect-redis.ts');
  }
});

const sourcesOf = (file: string): string[] => JSON.parse(readFileSync(`${file}.map`, 'utf8')).sources;

test('processes at rest outlive the end of all their connections, and go on', async () => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  const processes = [await site.startServer(), await site.startWorker()];
  await setTimeout(1_000);
  await site.sql(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await setTimeout(1_000);
  await openDemoPortal(site);
  await signUp(site, 'after@rest.test');
  await site.inbox.waitFor('after@rest.test');
  for (const process of processes) {
    process.signal('SIGTERM');
    expect(await process.ended).toEqual({ code: 0, signal: null });
  }
});
