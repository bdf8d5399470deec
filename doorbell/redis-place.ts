import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';

export type Host = { host: string; port: number };
type Login = { username: string | undefined; password: string | undefined };

/** What a REDIS_URL says. */
export type RedisPlace = {
  kind: 'node' | 'cluster' | 'sentinel';
  /** Of one Redis, of some nodes of a Cluster, or of Sentinels. */
  hosts: Host[];
  /** What Sentinels call the primary; undefined for the others. */
  primary: string | undefined;
  database: number;
  login: Login;
  sentinelLogin: Login;
  /** 4 or 6 for one kind of IP, 0 for both. */
  family: number;
  /** Undefined for no TLS. */
  tls: ConnectionOptions | undefined;
};

const PORT = 6379;
const SENTINEL_PORT = 26_379;

/** @param url as `config/redis-url.ts` writes it @throws Error of the system if a file that it names cannot be read */
export function redisPlaceOf(url: string): RedisPlace {
  const [, scheme = '', kind = 'node', credentials = '', hosts = '', path = '', query = ''] =
    /^(rediss?)(?:-(cluster|sentinel))?:\/\/(?:([^@]*)@)?([^/?]*)([^?]*)\??(.*)$/.exec(url) ?? [];
  const parameters = new URLSearchParams(query);
  const isSentinel = kind === 'sentinel';
  const names = path.split('/').slice(1);
  const [user = '', password = ''] = credentials.split(':').map(decodeURIComponent);
  return {
    kind: isSentinel || kind === 'cluster' ? kind : 'node',
    hosts: hosts.split(',').map((host) => readHost(host, isSentinel ? SENTINEL_PORT : PORT)),
    primary: isSentinel ? names.shift() : undefined,
    database: Number(names[0] ?? 0),
    login: { username: user || undefined, password: password || undefined },
    sentinelLogin: {
      username: parameters.get('sentinel_username') ?? undefined,
      password: parameters.get('sentinel_password') ?? undefined,
    },
    family: Number(parameters.get('family') ?? 0),
    tls: scheme === 'rediss' ? readTls(parameters) : undefined,
  };
}

function readHost(text: string, standardPort: number): Host {
  const [, host = '', port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(text) ?? [];
  return { host, port: port ? Number(port) : standardPort };
}

function readTls(parameters: URLSearchParams): ConnectionOptions {
  const read = (name: string) => {
    const file = parameters.get(name);
    return file === null ? undefined : readFileSync(file);
  };
  return {
    ca: read('ssl_ca_certs'),
    cert: read('ssl_certfile'),
    key: read('ssl_keyfile'),
    // The authority is checked in any case.
    ...(parameters.get('ssl_check_hostname') === 'false' && { checkServerIdentity: () => undefined }),
  };
}
