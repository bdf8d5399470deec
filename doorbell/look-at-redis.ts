import { Cluster } from 'ioredis';
import { reasonOf } from './complain.ts';
import { connectHost, connectRedis, type RedisClient } from './connect-redis.ts';
import type { QueueState } from './look-at-queue.ts';
import { settingsOf } from './on-redis.ts';
import { type RedisPlace, redisPlaceOf } from './redis-place.ts';
import { refuseUnfitRedis, UnfitRedis } from './unfit-redis.ts';

const SETTINGS_TODO = 'set maxmemory-policy noeviction and appendonly yes, as docker-compose.yml does';

/** @throws Error that says why it is not reached */
export async function lookAtRedis(url: string, patienceMs: number): Promise<QueueState> {
  const place = redisPlaceOf(url);
  const unfit = await refuseUnfitRedis(url).catch((error: Error) => error);
  if (unfit instanceof UnfitRedis) return { kind: 'Redis', faults: [unfit.said], todo: unfit.todo };
  const client = connectRedis(url, { isKept: false, maxRetriesPerRequest: 0, commandTimeout: patienceMs });
  let cause: Error | undefined;
  client.on('error', (error) => (cause ??= error));
  try {
    await client.connect();
    const [, version = 'of unknown version'] = (await client.info('server')).match(/^redis_version:(\S+)/m) ?? [];
    const others = place.kind === 'sentinel' ? await lookAtSentinels(place) : await lookAtCluster(client);
    const settings = await settingsOf(client);
    return {
      kind: `Redis ${version}${others.kind}`,
      faults: [...others.faults, ...settings],
      todo: others.faults.length > 0 ? others.todo : SETTINGS_TODO,
    };
  } catch (error) {
    // "Connection is closed" says less than what closed it.
    const said = cause ?? error;
    throw said instanceof Error ? new Error(reasonOf(said)) : said;
  } finally {
    client.disconnect();
  }
}

async function lookAtCluster(client: RedisClient): Promise<QueueState> {
  const todo = 'start the nodes that are down; redis-cli --cluster check names them';
  if (!(client instanceof Cluster)) return { kind: '', faults: [], todo };
  const isWhole = /^cluster_state:ok/m.test(await client.cluster('INFO'));
  return {
    kind: `, a Cluster of ${client.nodes('master').length} primaries`,
    faults: isWhole ? [] : ['the Cluster does not take all keys (cluster_state is fail)'],
    todo,
  };
}

async function lookAtSentinels(place: RedisPlace): Promise<QueueState> {
  const faults = await Promise.all(
    place.hosts.map(async (host) => {
      const client = connectHost(place, host);
      client.on('error', () => undefined);
      const at = `the Sentinel ${host.host}:${host.port}`;
      try {
        await client.connect();
        return await client.call('SENTINEL', 'CKQUORUM', place.primary ?? '').then(
          () => [],
          ({ message }: Error) => [`${at} could not fail over (${message})`],
        );
      } catch {
        return [`${at} is not reached`];
      } finally {
        client.disconnect();
      }
    }),
  );
  return {
    kind: `, ${place.primary} of ${place.hosts.length} Sentinels`,
    faults: faults.flat(),
    todo: 'start the Sentinels that are down, or correct REDIS_URL',
  };
}
