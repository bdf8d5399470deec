import { Gauge, Histogram, type Registry } from 'prom-client';
import type { Pool } from '../prisma/open-pool.ts';

/** From a connection that is free to the end of the wait for one (`CONNECT_TIMEOUT_MS`). */
const SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];

/**
 * The database connections of this process.
 * @param pool is asked at each scrape
 * @returns a function that notes how long a caller waited for a connection, also in vain
 */
export function measureConnections(registry: Registry, pool: () => Pool): (milliseconds: number) => void {
  const registers = [registry];
  new Gauge({
    name: 'gatehouse_database_connections',
    help: 'Database connections of this process, without those of the queue: used, idle, or being opened. Waiting: callers that have none yet.',
    labelNames: ['state'],
    registers,
    collect() {
      const { totalCount, idleCount, waitingCount } = pool();
      this.set({ state: 'used' }, totalCount - idleCount);
      this.set({ state: 'idle' }, idleCount);
      this.set({ state: 'waiting' }, waitingCount);
    },
  });
  new Gauge({
    name: 'gatehouse_database_connections_max',
    help: 'Database connections that this process opens at most, without those of the queue.',
    registers,
    collect() {
      this.set(pool().options.max);
    },
  });
  const waits = new Histogram({
    name: 'gatehouse_database_connection_wait_seconds',
    help: 'Seconds that a caller waited for a database connection, also in vain.',
    buckets: SECONDS,
    registers,
  });
  return (milliseconds) => waits.observe(milliseconds / 1_000);
}
