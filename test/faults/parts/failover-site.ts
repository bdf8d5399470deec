import { vi } from 'vitest';
import { openDemoPortal } from '../../kit/admins.ts';
import { query } from '../../kit/database.ts';
import { PATIENCE, type Process, type ProcessSite, prepareSite } from '../../kit/processes.ts';
import type { OnTestFinished, Queue } from '../../kit/redis.ts';
import { type Standby, startStandby } from '../../kit/standby.ts';
import { type OwnPostgres, startOwnPostgres } from './own-postgres.ts';

/** Server and worker on a PostgreSQL with a streaming standby, which know both hosts. */
export type FailoverSite = { site: ProcessSite; primary: OwnPostgres; standby: Standby; processes: Process[] };

const FLAGS = ['max_connections=60'];

/** @param isSynchronous whether each commit waits for the standby */
export async function startFailoverSite(
  queue: Queue,
  isSynchronous: boolean,
  onTestFinished: OnTestFinished,
): Promise<FailoverSite> {
  const primary = await startOwnPostgres(onTestFinished, FLAGS);
  const standby = await startStandby(onTestFinished, { url: primary.url, data: `${primary.folder}/data` }, 'second', FLAGS);
  if (isSynchronous) {
    await query(primary.url, "ALTER SYSTEM SET synchronous_standby_names = 'second'");
    await query(primary.url, 'SELECT pg_reload_conf()');
    const isSync = async () =>
      (await query(primary.url, "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")).length > 0;
    await vi.waitUntil(isSync, PATIENCE);
  }
  const site = await prepareSite(queue, onTestFinished, primary.url);
  const both = primary.url.replace('@', `@${new URL(standby.url).host},`);
  Object.assign(site.environment, { DATABASE_URL: both, CLIENT_LIMIT: 'off' });
  const processes = await Promise.all([site.startServer(), site.startWorker()]);
  await openDemoPortal(site);
  // After the failover, what is looked at is there.
  return { site: { ...site, sql: (text, values) => query(standby.url, text, values) }, primary, standby, processes };
}

/** The addresses that the standby has, which took over. */
export async function registeredAt({ standby }: FailoverSite): Promise<Set<string>> {
  const rows = await query<{ email: string }>(standby.url, 'SELECT email FROM developers');
  return new Set(rows.map(({ email }) => email));
}
