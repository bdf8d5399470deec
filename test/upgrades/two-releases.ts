import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { Pool } from 'pg';
import { inject } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { query } from '../kit/database.ts';
import { postGraphql } from '../kit/graphql.ts';
import { ADMIN } from '../kit/installation.ts';
import type { Site } from '../kit/mutate.ts';
import { type Process, startProcess } from '../kit/processes.ts';
import { type OnTestFinished, type Queue, startRedis } from '../kit/redis.ts';
import { type Inbox, startInbox } from '../kit/smtp.ts';
import { documentsOf } from './documents.ts';

const run = promisify(execFile);

/** One release of Gatehouse on the shared database. */
export type Side = Site & {
  folder: string;
  url: string;
  startServer: () => Promise<Process>;
  startWorker: () => Promise<Process>;
  /** Runs a command that ships. @returns what it printed */
  command: (name: string, args?: string[], input?: string) => Promise<string>;
};

export type TwoReleases = {
  before: Side;
  now: Side;
  databaseUrl: string;
  inbox: Inbox;
  sql: <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;
  /** All that were started, with what they wrote. */
  processes: Process[];
};

/**
 * An empty database, an inbox and a queue, for two releases. All clients speak the words of the release before.
 * @param folder where the release before was built
 */
export async function twoReleases(queue: Queue, folder: string, onTestFinished: OnTestFinished): Promise<TwoReleases> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(inject('databaseUrl'), `CREATE DATABASE ${name}`);
  const databaseUrl = inject('databaseUrl').replace(/gatehouse$/, name);
  const [redis, inbox, translate] = await Promise.all([
    queue === 'Redis' ? startRedis(onTestFinished) : null,
    startInbox(),
    documentsOf(folder),
  ]);
  const ports = [await freePort(), await freePort()];
  const operator = new Pool({ connectionString: databaseUrl, max: 2 });
  const processes: Process[] = [];
  onTestFinished(async () => {
    await Promise.all(processes.map(({ kill }) => kill()));
    await Promise.all([inbox.stop(), operator.end()]);
  });
  const shared = {
    DATABASE_URL: databaseUrl,
    ...(redis && { REDIS_URL: redis.url }),
    SMTP_URL: inbox.url,
    PUBLIC_URL: `http://localhost:${ports[0]}`,
    SECRET_KEY: randomBytes(32).toString('base64'),
    MAIL_FROM: 'no-reply@gatehouse.test',
    // All of a test comes from one address.
    CLIENT_LIMIT: 'off',
  };
  const side = (place: string, port = 0): Side => {
    const environment = { ...shared, PORT: String(port) };
    const start = async (file: string, more: Record<string, string> = {}) => {
      const started = startProcess(file, { ...environment, ...more }, place);
      processes.push(started);
      await started.says('"started"');
      return started;
    };
    const url = `http://localhost:${port}`;
    return {
      folder: place,
      url,
      graphql: (document, variables, options) => postGraphql(url, translate(document), variables, options),
      startServer: () => start('dist/server.js'),
      startWorker: () => start('dist/worker.js', { NODE_ENV: 'production' }),
      command: async (program, args = [], input = '') => {
        const { PATH } = process.env;
        const running = run(process.execPath, [`dist/${program}.js`, ...args], { cwd: place, env: { PATH, ...environment } });
        running.child.stdin?.end(input);
        return (await running).stdout;
      },
    };
  };
  const [before, now] = [side(folder, ports[0]), side('.', ports[1])];
  return { before, now, databaseUrl, inbox, processes, sql: async (text, values) => (await operator.query(text, values)).rows };
}

/** Migrates, and makes the OWNER and the portal `demo`, whose decisions are mailed at once. All by one release. */
export async function prepare(site: TwoReleases, side: Side): Promise<void> {
  await side.command('migrate');
  await side.command('create-admin', ['--email', ADMIN.email], ADMIN.password);
  await site.sql('ALTER TABLE portals ALTER COLUMN undo_window SET DEFAULT 0');
}
