import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { type Host, type RedisPlace, redisPlaceOf } from './redis-place.ts';

/** @limit Time to connect to a Redis or a Sentinel. Beyond: It is tried again, or the next one. */
export const REDIS_CONNECT_TIMEOUT_MS = 3_000;
/**
 * A machine that has gone ends no connection. A wait for a ring lasts 5 seconds, so twice that means that nobody is there.
 * @limit Time without an answer on a connection to Redis. Beyond: It is connected anew, which finds the new primary.
 */
export const REDIS_SILENCE_MS = 10_000;
/**
 * Short enough to find a new primary soon after a failover, and rare enough for hundreds of processes.
 * @limit Longest pause before a lost Redis is connected again, besides some 200 random milliseconds. Beyond: It is connected.
 */
export const LONGEST_REDIS_PAUSE_MS = 2_000;
/** @limit tries: Nodes of a Cluster that one call is sent to, with half a second between them. Beyond: The call fails, and the sweep finds the job. */
export const MOST_CLUSTER_TRIES = 8;
const CLUSTER_PAUSE_MS = 500;
const FIRST_PAUSE_MS = 100;
const JITTER_MS = 200;

export type RedisClient = Redis | Cluster;

/** What callers differ in. */
export type RedisUse = Pick<RedisOptions, 'commandTimeout' | 'enableOfflineQueue'> & {
  /** 0 or 1 fails a call while Redis is away. Null lets it wait. */
  maxRetriesPerRequest: number | null;
  /** Whether to connect again by itself. */
  isKept: boolean;
};

/** Connects at `connect()`, and by itself if it is to be kept. */
export function connectRedis(url: string, use: RedisUse): RedisClient {
  const place = redisPlaceOf(url);
  const { isKept, enableOfflineQueue = true, ...others } = use;
  const retryStrategy = isKept ? pauseBefore : () => null;
  const lazyConnect = !isKept;
  const node = { ...optionsOf(place), ...others, socketTimeout: REDIS_SILENCE_MS };
  if (place.kind === 'cluster') {
    return new Cluster(place.hosts, {
      // One name that is not known would keep all hosts from being tried, and certificates are for names.
      dnsLookup: (name, done) => done(null, name),
      // A Cluster that takes no keys says so itself, at each call.
      enableReadyCheck: false,
      clusterRetryStrategy: retryStrategy,
      // Each of these asks the Cluster anew who has the keys. A failover takes seconds.
      retryDelayOnFailover: CLUSTER_PAUSE_MS,
      retryDelayOnClusterDown: CLUSTER_PAUSE_MS,
      maxRedirections: MOST_CLUSTER_TRIES,
      enableOfflineQueue,
      lazyConnect,
      redisOptions: node,
    });
  }
  const options = {
    ...node,
    db: place.database,
    enableOfflineQueue,
    lazyConnect,
    retryStrategy,
    // A primary behind one address that became a replica; connected again, the address leads to the new one.
    reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
  };
  if (place.kind === 'node') return new Redis({ ...options, ...place.hosts[0] });
  return new Redis({
    ...options,
    sentinels: place.hosts,
    name: place.primary,
    sentinelUsername: place.sentinelLogin.username,
    sentinelPassword: place.sentinelLogin.password,
    sentinelTLS: place.tls,
    enableTLSForSentinelMode: place.tls !== undefined,
    sentinelRetryStrategy: retryStrategy,
    sentinelCommandTimeout: REDIS_CONNECT_TIMEOUT_MS,
  });
}

/** Connects to one host alone, whatever it is, at `connect()`. Each call fails if it is not answered soon. */
export const connectHost = (place: RedisPlace, host: Host): Redis =>
  new Redis({
    ...optionsOf(place),
    ...(place.kind === 'sentinel' ? place.sentinelLogin : place.login),
    ...host,
    commandTimeout: REDIS_CONNECT_TIMEOUT_MS,
    enableReadyCheck: false,
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });

const optionsOf = ({ login, family, tls }: RedisPlace) => ({
  ...login,
  family,
  ...(tls && { tls }),
  connectTimeout: REDIS_CONNECT_TIMEOUT_MS,
});

const pauseBefore = (times: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** (times - 1), LONGEST_REDIS_PAUSE_MS) + Math.random() * JITTER_MS;
