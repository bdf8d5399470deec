import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Config, readConfig } from '../config.ts';
import type { App } from '../domain/app.ts';
import { openFailures } from '../domain/events/failures.ts';
import { unmeasured } from '../domain/measures.ts';
import { openBreachService } from '../domain/passwords/breach-service.ts';
import { openOrigins } from '../domain/portals/origins.ts';
import { openOwnHosts } from '../domain/portals/own-hosts.ts';
import { pageUrl } from '../domain/portals/portal-links.ts';
import { openProviders } from '../domain/providers/open-providers.ts';
import { openStreams } from '../domain/streams/streams.ts';
import { openThrottles } from '../domain/throttles/throttles.ts';
import { migrateQueue } from '../doorbell/on-postgres.ts';
import { connectPrisma } from '../prisma/client.ts';
import { migrate } from '../prisma/migrate.ts';
import { startChild } from './child.ts';
import { DEMO } from './demo-portals.ts';
import { Failure, reasonOf } from './failure.ts';
import { ensureAdmin } from './first-admin.ts';
import { ensureConnection } from './first-connection.ts';
import { ensurePortals } from './first-portal.ts';
import { type Environment, startServices } from './services.ts';
import { summary } from './summary.ts';

const PAUSE_MS = 50;
const READY_PATIENCE_MS = 60_000;

/**
 * Adds to `everything` what must be stopped, in reverse order. Goes no further after `end` is aborted. Calls `fail` for a part
 * that ends by itself.
 */
export async function bringUp(
  given: Environment,
  everything: AsyncDisposableStack,
  end: AbortSignal,
  fail: (failure: Failure) => void,
): Promise<string> {
  const { environment, inboxPage, provider } = await startServices(given, everything, end, fail);
  const config = readConfig(environment);
  await prepareDatabase(config);
  end.throwIfAborted();

  let isUp = false;
  // React renders twice as fast in production mode. In the server, this would close GraphiQL.
  const children = [
    startChild('server', { ...environment, NODE_ENV: 'development' }, () => isUp),
    startChild('worker', { ...environment, NODE_ENV: 'production' }, () => isUp),
  ];
  everything.defer(async () => void (await Promise.all(children.map(({ stop }) => stop()))));
  for (const { ended } of children) void ended.then((how) => fail(new Failure(how)));
  await untilReady(config.port, end);
  isUp = true;

  const prisma = connectPrisma(config.databaseUrl, 1);
  try {
    const admin = await ensureAdmin(prisma);
    const throttles = openThrottles();
    const { settings, keys } = config;
    const app: App = {
      prisma,
      replicas: { read: (read) => read(null) },
      settings,
      keys,
      origin: null,
      throttles,
      failures: openFailures(),
      origins: openOrigins(),
      ownHosts: openOwnHosts(),
      breaches: openBreachService(undefined),
      providers: openProviders(),
      // Nobody subscribes to this process.
      streams: openStreams(
        async () => null,
        () => ({ close: async () => undefined }),
      ),
      ring: () => undefined,
      measures: unmeasured,
      whyNotReady: async () => null,
    };
    const portals = await ensurePortals(app);
    const first = portals?.first;
    const connection = provider && first && first.slug === DEMO.slug ? await ensureConnection(app, first, provider) : null;
    const signUpPages = [first, portals?.other].flatMap((portal) => (portal ? [pageUrl(app, portal, 'sign-up')] : []));
    return summary({ config, given, inboxPage, signUpPages, connection, admin });
  } finally {
    await prisma.$disconnect();
  }
}

async function prepareDatabase({ databaseDirectUrl }: Config): Promise<void> {
  try {
    await migrate(databaseDirectUrl, fileURLToPath(new URL('../prisma', import.meta.url)));
    await migrateQueue(databaseDirectUrl);
  } catch (error) {
    throw new Failure(`The database could not be brought up to date: ${reasonOf(error)}`, { cause: error });
  }
}

async function untilReady(port: number, end: AbortSignal): Promise<void> {
  const until = Date.now() + READY_PATIENCE_MS;
  while (!(await isReady(port))) {
    if (Date.now() > until) throw new Failure('The server does not get ready. Its log is .gatehouse/server.log.');
    await setTimeout(PAUSE_MS, undefined, { signal: end });
  }
}

async function isReady(port: number): Promise<boolean> {
  return await fetch(`http://localhost:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
