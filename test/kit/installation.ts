import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Pool } from 'pg';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { openApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import { freePort } from '../../dev/ports.ts';
import { createAdmin } from '../../domain/admins/create-admin.ts';
import type { App } from '../../domain/app.ts';
import { createLog } from '../../log.ts';
import { startServer } from '../../server/start.ts';
import { commit, version } from '../../version.ts';
import { openEnvironment } from '../../worker/environment.ts';
import { openMailer } from '../../worker/mailer.ts';
import { purge } from '../../worker/purge.ts';
import { startWorker } from '../../worker/start.ts';
import { runDueJobs } from '../../worker/sweep.ts';
import { cloneDatabase } from './database.ts';
import { type Answer, type Document, postGraphql, type RequestOptions } from './graphql.ts';
import { type Inbox, startInbox } from './smtp.ts';

const PAGES = fileURLToPath(new URL('../../web/dist', import.meta.url));

export const ADMIN = { email: 'owner@gatehouse.test', password: 'wind lamp otter seven' };

/** What `/healthz` answers. */
export const ALIVE = `alive\nversion ${version}\ncommit ${commit}\n`;

export type Installation = {
  url: string;
  environment: Record<string, string>;
  databaseUrl: string;
  inbox: Inbox;
  app: App;
  /** Lines that the server and the worker logged, from `info` up. */
  logs: string[];
  graphql: <Data, Variables extends object = object>(
    document: Document<Data, Variables>,
    variables?: NoInfer<Variables>,
    options?: RequestOptions,
  ) => Promise<Answer<Data>>;
  /** Runs the jobs that are due, and those that they write, until none is left. */
  drain: () => Promise<void>;
  /** Removes what has no more use, as the worker's sweep does. */
  purge: () => Promise<void>;
  /**
   * Starts a worker, as a process of its own would run it.
   * @param more variables that differ from those of the server
   * @returns a function that stops it
   */
  startWorker: (more?: Record<string, string>) => Promise<() => Promise<void>>;
  /** Runs one statement beside the tested code, as an operator at the console would. */
  sql: <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;
};

/**
 * Starts a server on a database and an inbox of its own, with one OWNER (`ADMIN`), until the test file ends.
 * Call it at the top of the file: what starts within a test is never stopped.
 * @param environment variables that differ from the defaults
 * @param neighbour an installation whose database, inbox and other variables this one shares, as a second machine would
 */
export async function startInstallation(
  environment: Record<string, string> = {},
  neighbour?: Installation,
): Promise<Installation> {
  const [databaseUrl, inbox, port] = await Promise.all([
    neighbour?.databaseUrl ?? environment['DATABASE_URL'] ?? cloneDatabase(),
    neighbour?.inbox ?? startInbox(),
    environment['PORT'] ?? freePort(),
  ]);
  const whole = {
    DATABASE_URL: databaseUrl,
    SMTP_URL: inbox.url,
    SECRET_KEY: randomBytes(32).toString('base64'),
    MAIL_FROM: 'no-reply@gatehouse.test',
    // All of a test comes from one address.
    CLIENT_LIMIT: 'off',
    ...neighbour?.environment,
    PORT: String(port),
    ...environment,
  };
  const config = readConfig(whole);
  const logs: string[] = [];
  const log = createLog('test', 'info', { write: (line: string) => logs.push(line) });
  const server = await startServer(config, PAGES, log);
  const { app, close } = openApp(config, { name: 'test', poolSize: 5 }, pino({ level: 'silent' }));
  const mailer = openMailer(config, app, log, null);
  const jobs = openEnvironment(app, mailer, log, { slowMs: config.slowMs });
  const operator = new Pool({ connectionString: databaseUrl, max: 2 });
  // Some tests cut all connections to the database.
  operator.on('error', () => undefined);
  if (!neighbour) await createAdmin(app.prisma, ADMIN);
  const workers = new Set<() => Promise<void>>();
  afterAll(async () => {
    // A worker that went on would send statements beside the tests of the next file.
    await Promise.all([...workers].map((stop) => stop()));
    await server.stop();
    mailer.close();
    await close();
    await operator.end();
    if (!neighbour) await inbox.stop();
  });

  const url = `http://localhost:${port}`;
  const due = "SELECT 1 FROM jobs WHERE queue IN ('APPROVALS', 'MAILS') AND finished_at IS NULL AND due_at <= now() LIMIT 1";
  return {
    url,
    environment: whole,
    databaseUrl,
    inbox,
    app,
    logs,
    graphql: (document, variables, options) => postGraphql(url, document, variables, options),
    drain: async () => {
      do {
        await runDueJobs(jobs, 'APPROVALS');
        await runDueJobs(jobs, 'MAILS');
      } while ((await operator.query(due)).rows.length > 0);
    },
    purge: () => purge(jobs),
    startWorker: async (more = {}) => {
      const stop = await startWorker(readConfig({ ...whole, ...more }), log);
      workers.add(stop);
      return async () => {
        if (workers.delete(stop)) await stop();
      };
    },
    sql: async (text, values) => (await operator.query(text, values)).rows,
  };
}
