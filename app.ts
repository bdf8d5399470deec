import type { Config } from './config.ts';
import type { App } from './domain/app.ts';
import { openFailures } from './domain/events/failures.ts';
import { EVENTS_CHANNEL } from './domain/events/number-events.ts';
import { openBreachService } from './domain/passwords/breach-service.ts';
import { openOrigins } from './domain/portals/origins.ts';
import { openOwnHosts } from './domain/portals/own-hosts.ts';
import { openProviders } from './domain/providers/open-providers.ts';
import { eventsSinceLastLook } from './domain/streams/look-for-events.ts';
import { openStreams } from './domain/streams/streams.ts';
import { openThrottles } from './domain/throttles/throttles.ts';
import { complainer } from './doorbell/complain.ts';
import { openDoorbell } from './doorbell/ring.ts';
import type { Log } from './log.ts';
import { type Metrics, openMetrics } from './metrics/open-metrics.ts';
import { noteWait, statementNoter } from './note-statements.ts';
import { openMainPool, prismaOn } from './prisma/client.ts';
import { listen } from './prisma/listen.ts';
import { openReplicas } from './prisma/replicas.ts';
import { watchDatabase } from './watch-database.ts';
import { watchPrimary } from './watch-primary.ts';
import { watchReplicas } from './watch-replicas.ts';

/** Of the process, and the most database connections. */
export type Pools = { name: string; poolSize: number };

/**
 * Makes the record that every rule gets.
 * @returns the record, the metrics of the process, a function after which it is no longer ready, and one that closes all connections in it
 */
export function openApp(
  config: Config,
  { name, poolSize }: Pools,
  log: Log,
): { app: App; metrics: Metrics; beginStop: () => void; close: () => Promise<void> } {
  const metrics = openMetrics(name, config, () => pool);
  const pool = openMainPool(config.databaseUrl, poolSize, name, noteWait(metrics.noteWait), statementNoter(log, config.slowMs));
  const prisma = prismaOn(pool, config.databaseUrl);
  const replicas = openReplicas(config.databaseReplicaUrl, pool, poolSize, watchReplicas(log, metrics));
  const watch = watchDatabase(pool, log);
  const stopWatching = watchPrimary([config.databaseUrl, config.databaseDirectUrl], log, metrics.noteMove);
  let isStopping = false;
  const doorbell = openDoorbell(config, log, metrics.noteRing);
  const providers = openProviders();
  const complain = complainer(log, 'Subscriptions hear nothing from other processes; they look every 15 seconds.');
  const streams = openStreams(eventsSinceLastLook(prisma), (hear) =>
    listen(config.databaseDirectUrl, EVENTS_CHANNEL, hear, complain),
  );
  return {
    app: {
      prisma,
      replicas,
      settings: config.settings,
      keys: config.keys,
      origin: null,
      throttles: openThrottles(),
      failures: openFailures(),
      origins: openOrigins(),
      ownHosts: openOwnHosts(),
      breaches: openBreachService(config.settings.breachedPasswordsUrl),
      providers,
      streams,
      ring: doorbell.ring,
      measures: metrics.measures,
      whyNotReady: async () => (isStopping ? 'stopping' : await watch.problem()),
    },
    metrics,
    beginStop: () => {
      isStopping = true;
    },
    close: async () => {
      watch.stop();
      stopWatching();
      await streams.close();
      await doorbell.close();
      await providers.close();
      await metrics.close();
      await replicas.close();
      await prisma.$disconnect();
    },
  };
}
