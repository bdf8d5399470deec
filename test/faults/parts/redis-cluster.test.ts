import { setTimeout } from 'node:timers/promises';
import { test, vi } from 'vitest';
import { prepareSite } from '../../kit/processes.ts';
import { queues, type RedisServer } from '../../kit/redis.ts';
import { type RedisCluster, startCluster } from '../../kit/redis-cluster.ts';
import { rideOut } from './ride-out.ts';

const FAILOVER = { timeout: 60_000, interval: 100 };
/** Longer than a Cluster takes to say that it is down. */
const DOWN_MS = 6_000;

type Fault = { replicas: 0 | 1; fail: (cluster: RedisCluster, holder: RedisServer) => Promise<unknown> };

const isReplaced = ({ holder }: RedisCluster, lost: RedisServer) =>
  vi.waitUntil(async () => (await holder()).url !== lost.url, FAILOVER);

const all: Record<string, Fault> = {
  'loses the primary of the queue, and a replica takes over': {
    replicas: 1,
    fail: async (cluster, holder) => {
      await holder.kill();
      await isReplaced(cluster, holder);
    },
  },
  'has a primary that hangs (SIGSTOP) and comes back as a replica': {
    replicas: 1,
    fail: async (cluster, holder) => {
      holder.signal('SIGSTOP');
      await isReplaced(cluster, holder);
      // Connections to it are still open.
      await setTimeout(DOWN_MS);
      holder.signal('SIGCONT');
    },
  },
  'is down, because a primary without a replica is': {
    replicas: 0,
    fail: async (_, holder) => {
      await holder.kill();
      await setTimeout(DOWN_MS);
      await holder.start();
    },
  },
  'loses all nodes, and gets them back': {
    replicas: 0,
    fail: async ({ nodes }) => {
      await Promise.all(nodes.map(({ kill }) => kill()));
      await setTimeout(DOWN_MS);
      await Promise.all(nodes.map(({ start }) => start()));
    },
  },
};

test.for(queues.filter((queue) => queue === 'Redis').flatMap(() => Object.entries(all)))(
  'R59, R62, R64, I1, I6: a Redis Cluster that %s delays no answer and loses no mail, and rings again afterwards',
  async ([, { replicas, fail }], { expect, onTestFinished }) => {
    const [site, cluster] = await Promise.all([
      prepareSite('PostgreSQL', onTestFinished),
      startCluster(onTestFinished, replicas),
    ]);
    onTestFinished(() => cluster.nodes.forEach(({ signal }) => void signal('SIGCONT')));
    site.environment['REDIS_URL'] = cluster.url;
    await rideOut(site, async () => void (await fail(cluster, await cluster.holder())), expect);
  },
);
