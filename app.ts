import type { Config } from './config.ts';
import type { App } from './domain/app.ts';
import { openOrigins } from './domain/portals/origins.ts';
import { openProviders } from './domain/providers/open-providers.ts';
import { openThrottles } from './domain/throttles/throttles.ts';
import { openDoorbell } from './doorbell/ring.ts';
import type { Log } from './log.ts';
import { connectPrisma } from './prisma/client.ts';

/**
 * Makes the record that every rule gets.
 * @param poolSize the most database connections
 * @returns the record, and a function that closes all connections in it
 */
export function openApp(config: Config, poolSize: number, log: Log): { app: App; close: () => Promise<void> } {
  const prisma = connectPrisma(config.databaseUrl, poolSize);
  const doorbell = openDoorbell(config, log);
  const providers = openProviders();
  return {
    app: {
      prisma,
      settings: config.settings,
      keys: config.keys,
      throttles: openThrottles(),
      origins: openOrigins(),
      providers,
      ring: doorbell.ring,
    },
    close: async () => {
      await doorbell.close();
      await providers.close();
      await prisma.$disconnect();
    },
  };
}
