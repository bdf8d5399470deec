import { accessSync, constants } from 'node:fs';
import { Refusal } from './refuse.ts';
import { readServiceUrl, type ServiceUrl, writeServiceUrl } from './service-url.ts';

const NO_SOCKET = 'names a socket: Gatehouse needs the host and port of Redis';

const REDIS_SCHEMES = {
  redis: { is: 'redis' },
  rediss: { is: 'rediss' },
  valkey: { is: 'redis' },
  valkeys: { is: 'rediss' },
  sentinel: { refused: 'must start with redis-sentinel:// for Sentinels' },
  unix: { refused: NO_SOCKET },
  'redis+socket': { refused: NO_SOCKET },
  'redis-socket': { refused: NO_SOCKET },
  'redis+unix': { refused: NO_SOCKET },
};

const FILES = ['ssl_ca_certs', 'ssl_certfile', 'ssl_keyfile'];
const OF_TLS = [...FILES, 'ssl_check_hostname'];
const OF_EACH = ['family', ...OF_TLS];
const OF_SENTINELS = ['sentinel_username', 'sentinel_password'];

/**
 * Reads the URL of one Redis, of a Cluster or of Sentinels. The last two can name several hosts, with commas between them.
 * @returns the URL in the one form that `doorbell/redis-place.ts` reads
 * @throws Refusal
 */
export function readRedisUrl(text: string): string {
  if (text.startsWith('/')) throw new Refusal(NO_SOCKET);
  // Lettuce and Spring write a hyphen, libraries of Python a plus.
  const [, name, kind] = /^((?:redis|valkey)s?)[-+](cluster|sentinel):/i.exec(text) ?? [];
  const { url, isSeveral } = readHosts(name && kind ? name + text.slice(name.length + 1 + kind.length) : text);
  if (kind) url.scheme += `-${kind.toLowerCase()}`;
  if (url.scheme.endsWith('-sentinel')) checkSentinel(url);
  else if (url.scheme.endsWith('-cluster')) checkCluster(url);
  else checkNode(url, isSeveral);
  checkTls(url);
  return writeServiceUrl(url);
}

/** `host` has all of them, as they stand in the URL. */
function readHosts(text: string): { url: ServiceUrl; isSeveral: boolean } {
  const [, scheme = '', login = '', hosts = '', rest = ''] = /^(\w+:\/\/)(.*@)?([^/?#]*)(.*)$/s.exec(text) ?? [];
  const [host, ...others] = hosts.split(',');
  const url = readServiceUrl(scheme ? `${scheme}${login}${host}${rest}` : text, REDIS_SCHEMES);
  for (const other of others) url.host += `,${readServiceUrl(scheme + other, REDIS_SCHEMES).host}`;
  return { url, isSeveral: others.length > 0 };
}

function checkNode({ path, query }: ServiceUrl, isSeveral: boolean): void {
  if (isSeveral)
    throw new Refusal('names several hosts: write redis-cluster:// for a Cluster, redis-sentinel:// for Sentinels');
  if (!/^(\/\d+)?$/.test(path)) throw new Refusal('must end with the number of a database such as /0, or without a path');
  checkParameters(query, OF_EACH);
}

function checkCluster({ path, query }: ServiceUrl): void {
  if (path !== '' && path !== '/0') throw new Refusal('must end after the hosts: a Cluster has only the database 0');
  checkParameters(query, OF_EACH);
}

function checkSentinel({ path, query }: ServiceUrl): void {
  // As Lettuce and Spring name it.
  if (query.has('sentinelMasterId') || !/^\/[\w.-]+(\/\d+)?$/.test(path)) {
    throw new Refusal('must name the primary after the hosts, as in redis-sentinel://one:26379,two:26379/mymaster');
  }
  checkParameters(query, [...OF_SENTINELS, ...OF_EACH]);
}

function checkParameters(query: URLSearchParams, known: string[]): void {
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Refusal(`has the parameter ${unknown}, and can have only ${known.join(', ')}`);
  if (!['0', '4', '6'].includes(query.get('family') ?? '0')) throw new Refusal('has a family that is not 4, 6 or 0 for both');
}

function checkTls({ scheme, query }: ServiceUrl): void {
  const given = OF_TLS.find((name) => query.has(name));
  if (given && !scheme.startsWith('rediss')) throw new Refusal(`has ${given}, which needs TLS: write rediss in place of redis`);
  for (const name of FILES) {
    try {
      if (query.has(name)) accessSync(query.get(name) ?? '', constants.R_OK);
    } catch {
      throw new Refusal(`has ${name}, and that file cannot be read`);
    }
  }
  if (query.has('ssl_certfile') !== query.has('ssl_keyfile'))
    throw new Refusal('must have ssl_certfile and ssl_keyfile, or neither');
  const checksName = query.get('ssl_check_hostname') ?? 'true';
  if (!['true', 'false'].includes(checksName)) throw new Refusal('has an ssl_check_hostname that is not true or false');
  // Else any certificate of any public authority would do.
  if (checksName === 'false' && !query.has('ssl_ca_certs'))
    throw new Refusal('has ssl_check_hostname=false, which needs ssl_ca_certs');
}
