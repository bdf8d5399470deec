import { Redis } from 'ioredis';
import { vi } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { present } from './present.ts';
import { type OnTestFinished, type RedisServer, startRedis } from './redis.ts';

const SLOTS = 16_384;
const PATIENCE = { timeout: 60_000, interval: 100 };
/** A seventh of what is usual, and more than a busy machine keeps a node from answering. */
const NODE_TIMEOUT_MS = 2_000;

export type RedisCluster = {
  url: string;
  nodes: RedisServer[];
  /** The primary that holds the queue at the moment. */
  holder: () => Promise<RedisServer>;
};

/** Starts a Cluster of three primaries, each with so many replicas. */
export async function startCluster(
  onTestFinished: OnTestFinished,
  replicas: 0 | 1 = 0,
  others: Record<string, string> = {},
): Promise<RedisCluster> {
  const start = async () => {
    const ofCluster = { 'cluster-enabled': 'yes', 'cluster-node-timeout': String(NODE_TIMEOUT_MS) };
    return await startRedis(onTestFinished, { ...ofCluster, 'cluster-port': String(await freePort()), ...others });
  };
  const nodes = await Promise.all(Array.from({ length: 3 * (1 + replicas) }, start));
  const clients = nodes.map(({ url }) => new Redis(url));
  await join(clients).finally(() => clients.forEach((client) => void client.disconnect()));
  return {
    url: `redis-cluster://${nodes.map(({ url }) => new URL(url).host).join()}`,
    nodes,
    holder: () => holderOf(nodes),
  };
}

/** The first three take a third of the slots each, and the others follow them. */
async function join(clients: Redis[]): Promise<void> {
  const primaries = clients.slice(0, 3);
  const [first] = primaries;
  for (const [index, client] of primaries.entries()) {
    const [from, below] = [index, index + 1].map((third) => Math.round((third * SLOTS) / 3));
    await client.call('CLUSTER', 'ADDSLOTSRANGE', from ?? 0, (below ?? SLOTS) - 1);
    await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
  }
  for (const client of clients.slice(1)) {
    const bus = present((await client.config('GET', 'cluster-port'))[1]);
    await first?.call('CLUSTER', 'MEET', '127.0.0.1', client.options.port ?? 0, bus);
  }
  const ids = await Promise.all(primaries.map((client) => client.cluster('MYID')));
  const knows = async (client: Redis) => (await client.cluster('INFO')).includes(`cluster_known_nodes:${clients.length}\r`);
  await vi.waitUntil(async () => (await Promise.all(clients.map(knows))).every(Boolean), PATIENCE);
  for (const [index, client] of clients.slice(3).entries()) await client.call('CLUSTER', 'REPLICATE', present(ids[index % 3]));
  const isReady = async (client: Redis, index: number) =>
    (await client.cluster('INFO')).includes('cluster_state:ok') &&
    (index < 3 || /^master_link_status:up/m.test(await client.info('replication')));
  await vi.waitUntil(async () => (await Promise.all(clients.map(isReady))).every(Boolean), PATIENCE);
}

async function holderOf(nodes: RedisServer[]): Promise<RedisServer> {
  for (const node of nodes) {
    const client = new Redis(node.url, { retryStrategy: () => null, commandTimeout: 1_000 });
    client.on('error', () => undefined);
    try {
      const slot = await client.cluster('KEYSLOT', '{gatehouse}');
      // Each is a first slot, a last one, and its primary: host and port.
      const range = present((await client.cluster('SLOTS')).find(([from, to]) => from <= slot && slot <= to));
      return present(nodes.find(({ url }) => new URL(url).port === String(range[2]?.[1])));
    } catch {
      // It may be the one that was killed.
    } finally {
      client.disconnect();
    }
  }
  throw new Error('No node of the Cluster is left.');
}
