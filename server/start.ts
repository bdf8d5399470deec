import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { openApp } from '../app.ts';
import { checkDatabase } from '../check-database.ts';
import { checkQueue } from '../check-queue.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { startManagement } from '../metrics/management-server.ts';
import { refusalToListen } from '../refusal-to-listen.ts';
import { openTracing } from '../tracing/open-tracing.ts';
import { createHttpServer } from './http.ts';
import { startTellingLookups } from './tell-lookups.ts';
import { startWritingFailures } from './write-failures.ts';

/**
 * Database connections at most; one request seldom uses more than one.
 * @limit connections: Database connections of a server process. Beyond: A request waits for a free one, then gets
 * TooManyAttempts.
 */
export const POOL = 20;

/**
 * Starts a server. Any number of servers can run on one database and one queue.
 * @param pagesFolder where the built pages are
 * @returns the port, and a function that says that this server is no longer ready and serves on for STOP_DELAY; then it refuses new
 * connections, lets requests finish, and closes everything
 */
export async function startServer(
  config: Config,
  pagesFolder: string,
  log: Log,
): Promise<{ port: number; stop: () => Promise<void> }> {
  await Promise.all([checkDatabase(config, log), checkQueue(config)]);
  const tracing = await openTracing(config.tracing, 'server', log);
  const { app, metrics, beginStop, close } = openApp(config, { name: 'server', poolSize: POOL }, log);
  const { server, whenAllEnded } = createHttpServer(app, metrics, pagesFolder, config, log, tracing);
  const management = await startManagement(config, metrics, app.whyNotReady, log);
  await once(server.listen(config.port, config.host), 'listening').catch((error) => {
    throw refusalToListen('PORT', error);
  });
  if (config.settings.publicUrl.startsWith('http:')) {
    log.warn('PUBLIC_URL is not https, so cookies are not Secure. Use this only for development.');
  }
  const stopWriting = startWritingFailures(app, log);
  const stopTelling = startTellingLookups(app, log);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : config.port,
    stop: async () => {
      beginStop();
      // A balancer that keeps a connection would send the next request into its end.
      server.prependListener('request', (_, response) => response.setHeader('connection', 'close'));
      if (config.stopDelay > 0) await setTimeout(config.stopDelay);
      await app.streams.close();
      // Ends idle connections at once. The others go a second after their answer, of which some began before the header above.
      server.keepAliveTimeout = 1;
      await new Promise((resolve) => server.close(resolve));
      await whenAllEnded();
      stopTelling();
      await stopWriting();
      await management?.stop();
      await close();
      await tracing?.stop();
    },
  };
}
