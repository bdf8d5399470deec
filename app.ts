import type { Config } from './config.ts';
import type { App } from './domain/app.ts';
import { openProviders } from './domain/providers/open-providers.ts';
import { openThrottles } from './domain/throttles/open-throttles.ts';
import { openDoorbell } from './doorbell/ring.ts';
import type { Log } from './log.ts';
import { connectPrisma } from './prisma/client.ts';

/**
 * The record that every rule gets, and how to let go of it.
 * @param poolSize database connections at most
 */
export function openApp(config: Config, poolSize: number, log: Log): { app: App; close: () => Promise<void> } {
  const prisma = connectPrisma(config.databaseUrl, poolSize);
  const doorbell = openDoorbell(config, log);
  const providers = openProviders(config.settings);
  return {
    app: {
      prisma,
      settings: config.settings,
      keys: config.keys,
      throttles: openThrottles(prisma, config.settings.clientLimit),
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
