import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readGiven } from '../config/given.ts';
import { readConfig } from '../config.ts';
import { databaseFolder } from './database-folder.ts';
import { startDemoProvider } from './demo-provider.ts';
import { Failure } from './failure.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { startInbox } from './inbox.ts';
import { freePort, takePort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { keepSecretKey } from './secret-key.ts';

const INBOX_STOP_PATIENCE_MS = 1_000;
const LOCAL = 'http://localhost:';

/** Stands for embedded services in the check of the given variables. */
const EMBEDDED = {
  DATABASE_URL: 'postgresql://embedded',
  SMTP_URL: 'smtp://embedded',
  SECRET_KEY: randomBytes(32).toString('base64'),
  MAIL_FROM: 'no-reply@example.com',
};

export type Environment = Record<string, string | undefined>;

export type Services = {
  /** The variables for the server and the worker. */
  environment: Environment;
  /** The page of the embedded inbox. */
  inboxPage: string | null;
  provider: IdentityProvider | null;
};

/**
 * Runs before anything starts.
 * @returns the variables that are set, those in files with their values
 * @throws InvalidEnvironment
 */
export function checkGiven(environment: Environment): Record<string, string> {
  const { variables, faults } = readGiven(environment);
  const embedded = Object.entries(EMBEDDED).filter(([name]) => !variables[name] && !faults.has(name));
  readConfig({ ...Object.fromEntries(embedded), ...environment });
  return variables;
}

/**
 * Adds to `everything` what must be stopped, in reverse order. Goes no further after `end` is aborted. Calls `fail` for a part
 * that ends by itself.
 */
export async function startServices(
  given: Environment,
  everything: AsyncDisposableStack,
  end: AbortSignal,
  fail: (failure: Failure) => void,
): Promise<Services> {
  const environment: Environment = { MAIL_FROM: EMBEDDED.MAIL_FROM, ...given };
  environment['SECRET_KEY'] ??= await keepSecretKey();
  // A given address or port is used exactly.
  if (!given['PORT'] && !given['PUBLIC_URL']) environment['PORT'] = String(await takePort(4000, 'the server'));

  if (!given['DATABASE_URL']) {
    const folder = databaseFolder();
    if (!folder.startsWith(resolve('.')))
      console.info(`PostgreSQL's own user cannot reach this folder: the data is in ${folder}.`);
    const database = await startPostgres(folder, [], await freePort(5433));
    everything.defer(database.stop);
    void database.ended.then((how) => fail(new Failure(`PostgreSQL ended (${how}). Its log is ${folder}.log.`)));
    environment['DATABASE_URL'] = database.url;
  }
  end.throwIfAborted();

  let inboxPage: string | null = null;
  if (!given['SMTP_URL']) {
    const inbox = await startInbox();
    // An open page may keep its connection.
    everything.defer(() => Promise.race([inbox.stop(), setTimeout(INBOX_STOP_PATIENCE_MS)]));
    environment['SMTP_URL'] = inbox.smtpUrl;
    inboxPage = inbox.pageUrl;
  }
  end.throwIfAborted();

  // Given hosts are not extended. A browser on another machine could not reach the embedded provider either.
  const isAtHand = !given['SSO_ALLOWED_PRIVATE_HOSTS'] && (given['PUBLIC_URL'] ?? LOCAL).startsWith(LOCAL);
  const provider = isAtHand ? await startDemoProvider() : null;
  if (provider) {
    everything.defer(provider.stop);
    environment['SSO_ALLOWED_PRIVATE_HOSTS'] = new URL(provider.issuer).host;
  }
  end.throwIfAborted();
  return { environment, inboxPage, provider };
}
