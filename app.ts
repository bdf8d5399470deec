import type { Config } from './config.ts';
import type { App } from './domain/app.ts';
import { openOrigins } from './domain/portals/origins.ts';
import { openProviders } from './domain/providers/open-providers.ts';
import { openThrottles } from './domain/throttles/throttles.ts';
import { openDoorbell } from './doorbell/ring.ts';
import type { Log } from './log.ts';
import { openMainPool, prismaOn } from './prisma/client.ts';
import { watchDatabase } from './watch-database.ts';

/** Of the process, and the most database connections. */
export type Pools = { name: string; poolSize: number };

/**
 * Makes the record that every rule gets.
 * @returns the record, and a function that closes all connections in it
 */
export function openApp(config: Config, { name, poolSize }: Pools, log: Log): { app: App; close: () => Promise<void> } {
  const pool = openMainPool(config.databaseUrl, poolSize, name);
  const prisma = prismaOn(pool, config.databaseUrl);
  const watch = watchDatabase(pool, log);
  const doorbell = openDoorbell(config, log);
  const providers = openProviders();
  return {
    app: {
      prisma,
      settings: config.settings,
      keys: config.keys,
      origin: null,
      throttles: openThrottles(),
      origins: openOrigins(),
      providers,
      ring: doorbell.ring,
      databaseProblem: watch.problem,
    },
    close: async () => {
      watch.stop();
      await doorbell.close();
      await providers.close();
      await prisma.$disconnect();
    },
  };
}
