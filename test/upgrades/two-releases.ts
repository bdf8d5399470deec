import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Pool } from 'pg';
import { expect, inject, vi } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { query } from '../kit/database.ts';
import { postGraphql } from '../kit/graphql.ts';
import { ADMIN } from '../kit/installation.ts';
import type { Site } from '../kit/mutate.ts';
import { type Process, startProcess } from '../kit/processes.ts';
import { type OnTestFinished, type Queue, startRedis } from '../kit/redis.ts';
import { type Inbox, startInbox } from '../kit/smtp.ts';
import { documentsOf, type Translate } from './documents.ts';

const run = promisify(execFile);
/** Four processes start while others work. */
const BUSY = { timeout: 120_000, interval: 50 };

/** One release of Gatehouse on the shared database. */
export type Side = Site & {
  startServer: () => Promise<Process>;
  startWorker: () => Promise<Process>;
  /** Runs a command that ships. @returns what it printed */
  command: (name: string, args?: string[], input?: string) => Promise<string>;
};

/** An installation of this release alone. */
export type Installed = {
  now: Side;
  databaseUrl: string;
  inbox: Inbox;
  sql: <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;
  /** All that were started, with what they wrote. */
  processes: Process[];
};

export type TwoReleases = Installed & { before: Side };

/**
 * An empty database, an inbox and a queue, for two releases. All clients speak the words of the release before.
 * @param folder where the release before was built
 */
export async function twoReleases(queue: Queue, folder: string, onTestFinished: OnTestFinished): Promise<TwoReleases> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(inject('databaseUrl'), `CREATE DATABASE ${name}`);
  const databaseUrl = inject('databaseUrl').replace(/gatehouse$/, name);
  const [inbox, translate] = await Promise.all([startInbox(), documentsOf(folder)]);
  onTestFinished(() => inbox.stop());
  const { side, ...site } = await openSite(queue, databaseUrl, inbox, newKey(), onTestFinished);
  return { ...site, before: await side(folder, translate), now: await side('.', translate) };
}

export const newKey = (): string => randomBytes(32).toString('base64');

/** This release on a database, with an empty queue. */
export async function oneRelease(
  queue: Queue,
  databaseUrl: string,
  inbox: Inbox,
  secretKey: string,
  onTestFinished: OnTestFinished,
): Promise<Installed> {
  const { side, ...site } = await openSite(queue, databaseUrl, inbox, secretKey, onTestFinished);
  return { ...site, now: await side('.', String) };
}

async function openSite(queue: Queue, databaseUrl: string, inbox: Inbox, secretKey: string, onTestFinished: OnTestFinished) {
  const redis = queue === 'Redis' ? await startRedis(onTestFinished) : null;
  const operator = new Pool({ connectionString: databaseUrl, max: 2 });
  // A database that goes away with its machine.
  operator.on('error', () => undefined);
  const processes: Process[] = [];
  onTestFinished(async () => {
    await Promise.all(processes.map(({ kill }) => kill()));
    await operator.end();
  });
  const shared = {
    DATABASE_URL: databaseUrl,
    ...(redis && { REDIS_URL: redis.url }),
    SMTP_URL: inbox.url,
    PUBLIC_URL: `http://localhost:${await freePort()}`,
    SECRET_KEY: secretKey,
    MAIL_FROM: 'no-reply@gatehouse.test',
    // All of a test comes from one address.
    CLIENT_LIMIT: 'off',
    // What a busy machine does slowly is no fault.
    SLOW_REQUEST: '1m',
  };
  const side = async (folder: string, translate: Translate): Promise<Side> => {
    const port = String(await freePort());
    const environment = { ...shared, PORT: port };
    const start = async (file: string, more: Record<string, string> = {}) => {
      const started = startProcess(file, { ...environment, ...more }, folder);
      processes.push(started);
      await Promise.race([vi.waitFor(() => expect(started.output.join('\n')).toContain('"started"'), BUSY), started.ended]);
      return started;
    };
    const url = `http://localhost:${port}`;
    return {
      graphql: patiently((document, variables, options) => postGraphql(url, translate(document), variables, options)),
      startServer: () => start('dist/server.js'),
      startWorker: () => start('dist/worker.js', { NODE_ENV: 'production' }),
      command: async (program, args = [], input = '') => {
        const { PATH } = process.env;
        const running = run(process.execPath, [`dist/${program}.js`, ...args], { cwd: folder, env: { PATH, ...environment } });
        running.child.stdin?.end(input);
        return (await running).stdout;
      },
    };
  };
  return {
    side,
    databaseUrl,
    inbox,
    processes,
    sql: async <Row extends object>(text: string, values?: unknown[]) => (await operator.query<Row>(text, values)).rows,
  };
}

/** As a client does: it tries again when a busy machine says so. */
const patiently =
  (ask: Side['graphql']): Side['graphql'] =>
  async (document, variables, options) => {
    for (;;) {
      const answer = await ask(document, variables, options);
      const [, seconds] = /"TooManyAttempts".*?Try again in (\d+) second/.exec(answer.text) ?? [];
      if (!seconds) return answer;
      await setTimeout(Number(seconds) * 1_000);
    }
  };

/** Migrates, and makes the OWNER. The decisions of portals that are made from now on are mailed at once. */
export async function prepare({ sql }: Installed, side: Side): Promise<void> {
  await side.command('migrate');
  await side.command('create-admin', ['--email', ADMIN.email], ADMIN.password);
  await sql('ALTER TABLE portals ALTER COLUMN undo_window SET DEFAULT 0');
}
