import type { Redis } from 'ioredis';
import type { Where } from './queue.ts';
import { type Host, type RedisPlace, redisPlaceOf } from './redis-place.ts';

/** Sentinels can watch many. */
const NAMES_TOLD = 5;

/** REDIS_URL leads to something else than it says. */
export class UnfitRedis extends Error {
  /** What is wrong. */
  readonly said: string;
  /** What to do about it. */
  readonly todo: string;

  constructor(said: string, todo: string) {
    super(`${said}: ${todo}.`);
    this.said = said;
    this.todo = todo;
  }
}

/**
 * Asks each host that REDIS_URL names what it is. Hosts that are away are passed over, as they may come back.
 * @throws UnfitRedis if Gatehouse could never work with it
 */
export async function refuseUnfitRedis(url: string): Promise<void> {
  const place = redisPlaceOf(url);
  const found = await Promise.all(place.hosts.map((host) => look(place, host)));
  const unfit = found.find((one) => one instanceof UnfitRedis);
  if (unfit) throw unfit;
  if (place.kind !== 'sentinel') return;
  const sentinels = found.filter((one): one is Sentinel => one !== null);
  if (sentinels.length === 0 || sentinels.some(({ knows }) => knows)) return;
  const names = [...new Set(sentinels.flatMap(({ primaries }) => primaries))].sort();
  throw new UnfitRedis(
    `REDIS_URL names a primary that its Sentinels do not know, ${place.primary}`,
    names.length > 0
      ? `write one that they know, such as ${names.slice(0, NAMES_TOLD).join(', ')}`
      : 'have them watch one, with "sentinel monitor" in their configuration',
  );
}

/** @returns what is wrong with REDIS_URL itself, where it is more than a Redis that is away */
export async function whyUnfit({ redisUrl }: Where): Promise<string | undefined> {
  if (!redisUrl) return undefined;
  return await refuseUnfitRedis(redisUrl).then(
    () => undefined,
    ({ message }: Error) => message,
  );
}

type Sentinel = { knows: boolean; primaries: string[] };

/** @returns null if it is away, or tells nothing */
async function look(place: RedisPlace, host: Host): Promise<Sentinel | UnfitRedis | null> {
  const { connectHost } = await import('./connect-redis.ts');
  const client = connectHost(place, host);
  client.on('error', () => undefined);
  try {
    await client.connect();
    const info = await client.info();
    // Valkey has two names for it.
    const [, mode] = info.match(/^(?:redis|server)_mode:(\w+)/m) ?? [];
    const at = `${host.host}:${host.port}`;
    if (place.kind === 'sentinel') return mode === 'sentinel' ? await askSentinel(client, place) : noSentinel(at);
    if (mode === 'sentinel') return aSentinel(at);
    if (place.kind === 'cluster') return mode === 'cluster' ? null : notInCluster(at);
    if (mode === 'cluster' && (await isOneOfMany(client))) return inCluster(at);
    return /^role:slave/m.test(info) ? aReplica(at) : null;
  } catch {
    return null;
  } finally {
    client.disconnect();
  }
}

const ONE = 'redis://host:6379';
const CLUSTER = 'redis-cluster://one:6379,two:6379';
const SENTINEL = 'redis-sentinel://one:26379,two:26379/mymaster';

const noSentinel = (at: string) =>
  new UnfitRedis(`REDIS_URL is for Sentinels, and ${at} is none`, `name the Sentinels, or write ${ONE} for one Redis`);
const aSentinel = (at: string) =>
  new UnfitRedis(`REDIS_URL names a Sentinel, ${at}`, `write ${SENTINEL}, with the name of the primary`);
const notInCluster = (at: string) => new UnfitRedis(`REDIS_URL is for a Cluster, and ${at} is a single Redis`, `write ${ONE}`);
const inCluster = (at: string) => new UnfitRedis(`REDIS_URL names one node of a Cluster, ${at}`, `write ${CLUSTER}`);
const aReplica = (at: string) =>
  new UnfitRedis(`REDIS_URL names a replica, ${at}, which takes no writes`, `name its primary, or its Sentinels: ${SENTINEL}`);

/** A Cluster of one primary sends nobody elsewhere. */
async function isOneOfMany(client: Redis): Promise<boolean> {
  const [, size = '0'] = (await client.cluster('INFO')).match(/^cluster_size:(\d+)/m) ?? [];
  return Number(size) > 1;
}

async function askSentinel(client: Redis, { primary = '' }: RedisPlace): Promise<Sentinel> {
  const address = await client.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', primary);
  if (address) return { knows: true, primaries: [] };
  // Each is a list of names and values.
  const all: unknown = await client.call('SENTINEL', 'MASTERS');
  const primaries = Array.isArray(all) ? all.map((one: unknown[]) => String(one[one.indexOf('name') + 1])) : [];
  return { knows: false, primaries };
}
