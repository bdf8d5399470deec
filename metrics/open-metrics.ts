import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Config } from '../config.ts';
import type { Measures } from '../domain/measures.ts';
import type { Pool } from '../prisma/open-pool.ts';
import { commit, version } from '../version.ts';
import { measureConnections } from './connections.ts';
import { measureDatabase } from './from-database.ts';
import { measureHashes } from './hashes.ts';
import { measureJobs } from './jobs.ts';
import { measureMailServers } from './mail-servers.ts';
import { measureReplicas } from './replicas.ts';
import { measureRequests } from './requests.ts';
import { measureRings } from './rings.ts';
import { measureUnexpected } from './unexpected.ts';

export type Metrics = {
  /** What the rules and the edges of the process note. */
  measures: Measures;
  noteWait: ReturnType<typeof measureConnections>;
  /** Notes where a list was read, and whether a replica is used. */
  replicas: ReturnType<typeof measureReplicas>;
  /** Notes that another host became the primary of the database. */
  noteMove: () => void;
  noteRing: ReturnType<typeof measureRings>;
  /** All metrics in the text format of Prometheus. Never throws because the database is away. */
  text: () => Promise<string>;
  close: () => Promise<void>;
};

export const CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/**
 * The metrics of one process.
 * @param process its name: `server` or `worker`
 * @param pool its main connections, asked at each scrape
 */
export function openMetrics(
  process: string,
  { databaseUrl, mailbox }: Pick<Config, 'databaseUrl' | 'mailbox'>,
  pool: () => Pool,
): Metrics {
  const registry = new Registry();
  new Gauge({
    name: 'gatehouse_build_info',
    help: 'Always 1. Its labels say what runs here.',
    labelNames: ['version', 'commit', 'process'],
    registers: [registry],
  }).set({ version, commit, process }, 1);
  const { unexpectedError, close } = measureUnexpected(registry);
  const measures = {
    ...measureRequests(registry),
    unexpectedError,
    ...measureJobs(registry, process === 'worker'),
    ...measureMailServers(registry),
  };
  const noteWait = measureConnections(registry, pool);
  const moves = new Counter({
    name: 'gatehouse_database_failovers_total',
    help: 'How often this process found another host to be the primary of the database.',
    registers: [registry],
  });
  const noteRing = measureRings(registry);
  measureHashes(registry);
  const database = measureDatabase(registry, databaseUrl, mailbox !== undefined);
  let isComplete = false;
  return {
    measures,
    noteWait,
    replicas: measureReplicas(registry),
    noteMove: () => moves.inc(),
    noteRing,
    text: async () => {
      // They watch the event loop and the garbage collector, which is for nothing where nobody scrapes.
      if (!isComplete) collectDefaultMetrics({ register: registry });
      isComplete = true;
      await database.update();
      return await registry.metrics();
    },
    close: async () => {
      close();
      await database.close();
    },
  };
}
