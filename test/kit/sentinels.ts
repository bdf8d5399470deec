import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { vi } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { present } from './present.ts';
import { kill, type OnTestFinished, type RedisServer, spawnRedisServer, startRedis } from './redis.ts';
import { removeFolder } from './remove-folder.ts';

const PATIENCE = { timeout: 60_000, interval: 100 };
/** A fifteenth of what is usual, and more than a busy machine keeps a Redis from answering. */
const DOWN_AFTER_MS = 2_000;
const PRIMARY = 'gatehouse';

export type Watched = {
  url: string;
  sentinels: { host: string; kill: () => Promise<void> }[];
  nodes: RedisServer[];
  /** The one that the Sentinels call the primary at the moment. */
  primary: () => Promise<RedisServer>;
};

/** Starts a primary, a replica, and three Sentinels that watch them. */
export async function startSentinels(onTestFinished: OnTestFinished, others: Record<string, string> = {}): Promise<Watched> {
  const first = await startRedis(onTestFinished, others);
  const { port } = new URL(first.url);
  const replica = await startRedis(onTestFinished, { ...others, replicaof: `127.0.0.1 ${port}` });
  const sentinels = await Promise.all([0, 1, 2].map(() => startSentinel(port, onTestFinished)));
  const clients = sentinels.map(({ host }) => new Redis(`redis://${host}`));
  const isReady = async (client: Redis) => {
    const told = String(await client.call('SENTINEL', 'MASTER', PRIMARY));
    return told.includes('num-slaves,1,') && told.includes('num-other-sentinels,2,');
  };
  await vi
    .waitUntil(async () => (await Promise.all(clients.map(isReady))).every(Boolean), PATIENCE)
    .finally(() => clients.forEach((client) => void client.disconnect()));
  const nodes = [first, replica];
  return {
    url: `redis-sentinel://${sentinels.map(({ host }) => host).join()}/${PRIMARY}`,
    sentinels,
    nodes,
    primary: async () => {
      const client = new Redis(`redis://${sentinels.at(-1)?.host}`);
      const [, at] = (await client.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', PRIMARY)) as [string, string];
      client.disconnect();
      return present(nodes.find(({ url }) => new URL(url).port === at));
    },
  };
}

async function startSentinel(watched: string, onTestFinished: OnTestFinished) {
  const [folder, port] = await Promise.all([mkdtemp(join(tmpdir(), 'gatehouse-sentinel-')), freePort()]);
  const file = join(folder, 'sentinel.conf');
  await writeFile(
    file,
    [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor ${PRIMARY} 127.0.0.1 ${watched} 2`,
      `sentinel down-after-milliseconds ${PRIMARY} ${DOWN_AFTER_MS}`,
      // Another attempt comes after twice this.
      `sentinel failover-timeout ${PRIMARY} 5000`,
    ].join('\n'),
  );
  const child = await spawnRedisServer([file, '--sentinel'], '+monitor');
  onTestFinished(async () => {
    await kill(child);
    await removeFolder(folder);
  });
  return { host: `127.0.0.1:${port}`, kill: () => kill(child) };
}
