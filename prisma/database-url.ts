import { accessSync, constants } from 'node:fs';

export type DatabaseAddress = {
  /** What the driver is told: the address without what only we know. Of several hosts, with the first. */
  connectionString: string;
  /** The same for each host, in the order of the address. */
  connectionStrings: [string, ...string[]];
  /** Where our tables are. */
  schema: string;
  /** The most connections of a process, where the address bounds them. */
  connectionLimit: number | undefined;
  /** Whether the address says that a pooler is in front, which lends connections for a transaction at a time. */
  isPooled: boolean;
};

/** The message goes on after the name of the variable. */
export class InvalidDatabaseUrl extends Error {}

const OURS = ['schema', 'connection_limit', 'pgbouncer', 'target_session_attrs', 'load_balance_hosts'];
/** Parameters that the driver knows. */
const OF_THE_DRIVER = [
  ...['host', 'port', 'user', 'password', 'application_name', 'fallback_application_name', 'options'],
  ...['ssl', 'sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'sslnegotiation', 'uselibpqcompat'],
];
const FILES = ['sslcert', 'sslkey', 'sslrootcert'];
const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

const SET_BY_US = 'Gatehouse sets it for its own connections';
const WAITS = 'Gatehouse waits 3 s for a connection';
/** Why others that people know are refused. */
const REFUSED: Record<string, string> = {
  connect_timeout: WAITS,
  pool_timeout: WAITS,
  statement_timeout: SET_BY_US,
  query_timeout: SET_BY_US,
  lock_timeout: SET_BY_US,
  idle_in_transaction_session_timeout: SET_BY_US,
  client_encoding: 'it is always UTF8',
  dbname: 'the name of the database stands in the path',
  channel_binding: 'the driver cannot insist on it; sslmode=verify-full proves who the server is',
};

/**
 * Reads the address of a database. Each parameter is honoured or refused by its name.
 * @throws InvalidDatabaseUrl, whose message contains nothing that can be secret
 */
export function readDatabaseUrl(text: string): DatabaseAddress {
  if (!/^postgres(ql)?:\/\//i.test(text)) throw new InvalidDatabaseUrl('must start with postgresql:// or postgres://');
  if (text.includes('#')) throw new InvalidDatabaseUrl('contains a #, which ends it: in a user name or password write %23');
  const [base = '', query = ''] = text.split(/\?(.*)/s);
  const bases = eachHost(base);
  // Without a host, where a parameter names a socket, it is none for `URL`.
  if (!bases.every((one) => URL.canParse(one.replace('@/', '@socket/')))) throw new InvalidDatabaseUrl(UNREADABLE);
  const parameters = new URLSearchParams(query);
  for (const [name, value] of parameters) check(name, value, parameters);

  const taken = Object.fromEntries(OURS.map((name) => [name, parameters.get(name)]));
  for (const name of OURS) parameters.delete(name);
  const limit = taken['connection_limit'];
  const [first, ...others] = bases.map((one) => (parameters.size > 0 ? `${one}?${parameters}` : one));
  if (first === undefined) throw new InvalidDatabaseUrl(UNREADABLE);
  if (others.length > 0 && parameters.has('host'))
    throw new InvalidDatabaseUrl('names hosts twice: take the parameter host away');
  return {
    connectionString: first,
    connectionStrings: [first, ...others],
    schema: taken['schema'] ?? 'public',
    connectionLimit: limit ? Number(limit) : undefined,
    isPooled: taken['pgbouncer'] === 'true',
  };
}

/** The address of each host by itself, with what only we know. */
export function urlsOfHosts(databaseUrl: string): string[] {
  const { connectionStrings, schema, connectionLimit, isPooled } = readDatabaseUrl(databaseUrl);
  const ours = new URLSearchParams({
    schema,
    pgbouncer: String(isPooled),
    ...(connectionLimit && { connection_limit: String(connectionLimit) }),
  });
  return connectionStrings.map((url) => `${url}${url.includes('?') ? '&' : '?'}${ours}`);
}

/**
 * The address for what needs a session of its own: the direct one where it is named, with the schema of the other.
 * @throws InvalidDatabaseUrl where they name different schemas
 */
export function directUrlOf(databaseUrl: string, directUrl: string | undefined): string {
  if (!directUrl) return databaseUrl;
  const { schema } = readDatabaseUrl(databaseUrl);
  const direct = readDatabaseUrl(directUrl);
  if (direct.schema === schema) return directUrl;
  if (direct.schema !== 'public') throw new InvalidDatabaseUrl('names another schema than DATABASE_URL');
  return `${directUrl}${directUrl.includes('?') ? '&' : '?'}${new URLSearchParams({ schema })}`;
}

const UNREADABLE =
  'is not a valid URL: in a name or password, write / as %2F, ? as %3F, @ as %40 and % as %25; separate several hosts by commas, as in h1:5432,h2:5432';

/** The same address with each of its hosts alone, as `h1:5432,h2:5432` names them. */
function eachHost(base: string): string[] {
  const [, before = '', place = '', path = ''] = /^(.*@|\w+:\/\/)?([^/]*)(\/.*)?$/s.exec(base) ?? [];
  const hosts = place.split(',');
  if (hosts.length > 1 && hosts.some((host) => !host || host.startsWith(':'))) throw new InvalidDatabaseUrl(UNREADABLE);
  return hosts.map((host) => `${before}${host}${path}`);
}

function check(name: string, value: string, parameters: URLSearchParams): void {
  const refuse = (reason: string) => {
    throw new InvalidDatabaseUrl(reason);
  };
  if (![...OURS, ...OF_THE_DRIVER].includes(name)) {
    // A name that is not a plain word can be the end of a password.
    const named = /^\w{1,40}$/.test(name) ? `the parameter ${name}` : 'a parameter';
    refuse(`has ${named} that Gatehouse does not accept: ${REFUSED[name] ?? 'it does not know this name'}`);
  }
  if (parameters.getAll(name).length > 1) refuse(`has the parameter ${name} twice`);
  if (name === 'connection_limit' && !/^[1-9]\d{0,3}$/.test(value))
    refuse('has a connection_limit that is not a number from 1 to 9999');
  if (name === 'pgbouncer' && !/^(true|false)$/.test(value)) refuse('has a pgbouncer that is neither true nor false');
  if (name === 'schema' && !/^(?!pg_)[^"\s]{1,63}$/i.test(value)) refuse('has a schema that is not a valid name');
  if (name === 'sslmode' && !SSL_MODES.includes(value)) refuse(`has an sslmode that is not one of ${SSL_MODES.join(', ')}`);
  if (name === 'ssl' && !/^(true|1|0|no-verify)$/.test(value)) refuse('has an ssl that is not one of true, 1, 0, no-verify');
  if (name === 'host' && value.includes(','))
    refuse('names several hosts by a parameter: write them before the path, as h1:5432,h2:5432');
  if (name === 'target_session_attrs' && !/^(any|read-write|primary)$/.test(value))
    refuse('has a target_session_attrs that is not read-write: Gatehouse writes, and finds the primary by itself');
  if (name === 'load_balance_hosts' && value !== 'disable')
    refuse('has a load_balance_hosts that is not disable: one host takes the writes');
  if (FILES.includes(name)) {
    try {
      accessSync(value, constants.R_OK);
    } catch {
      refuse(`has an ${name} that does not name a readable file`);
    }
  }
}
