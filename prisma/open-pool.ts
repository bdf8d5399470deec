import { Client, type ClientBase, type Pool } from 'pg';
import { BusyPool, NONE_CAME_FREE, type NoteWait } from './busy-pool.ts';
import { readDatabaseUrl } from './database-url.ts';
import { lendsSessions, suitPooler } from './pooler.ts';
import { NoPrimary, primaryOf } from './primary.ts';
import { checkSession, type SessionWish, setSession } from './session.ts';
import { UnfitDatabase } from './unfit-database.ts';
import { type NoteStatement, watchedClient } from './watched-client.ts';

export type { Pool };

/**
 * @limit Time to open a database connection, or to wait for a free one. Beyond: TooManyAttempts, or an error if the database
 * is away.
 */
export const CONNECT_TIMEOUT_MS = 3_000;

export type PoolWish = Partial<SessionWish> & {
  /** As PostgreSQL lists the connections, after `gatehouse`. */
  name: string;
  /** Connections at most. */
  max: number;
  /** The same, where a pooler lends sessions, of which there are few. */
  maxLent?: number;
  /** When a client gives up on a statement; never unless given. */
  queryTimeoutMs?: number;
  /** For what a transaction at a time is not enough: LISTEN, locks that outlive a transaction, a path of its own. */
  needsSession?: boolean;
  /** When a connection that nobody uses is closed; after 10 s unless given. */
  idleTimeoutMs?: number;
  /** Told how long a caller waited for a connection, also in vain. */
  noteWait?: NoteWait | undefined;
  /** Is told of each statement. */
  noteStatement?: NoteStatement | undefined;
};

const NEEDS_SESSION =
  'DATABASE_URL leads to a pooler that lends connections for one transaction. Migrations, and the queue where REDIS_URL is not set, ' +
  'need a connection of their own: set DATABASE_DIRECT_URL to the address of PostgreSQL itself.';

/** PostgreSQL's code for a write on a server that takes none. */
const READ_ONLY_TRANSACTION = '25006';

/** Whether a pooler lends sessions, by its URL. It takes two connections to find out. */
const lending = new Map<string, Promise<boolean>>();
const lendSessions = new Set<string>();

function lendsSessionsAt(connectionString: string): Promise<boolean> {
  const known = lending.get(connectionString);
  if (known) return known;
  const found = lendsSessions({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  lending.set(connectionString, found);
  found.then(
    (isLent) => isLent && lendSessions.add(connectionString),
    () => lending.delete(connectionString),
  );
  return found;
}

/** Connections to the database, each in a session as we need it. */
export function openPool(databaseUrl: string, wished: PoolWish): Pool {
  const { connectionString, schema, isPooled } = readDatabaseUrl(databaseUrl);
  const wish = { schema, statementTimeoutMs: 0, isDurable: true, needsSession: false, ...wished };
  const primary = primaryOf(databaseUrl);
  const prepare = async (client: ClientBase) => {
    if (client instanceof Client) {
      client.connection.on('errorMessage', ({ code }: { code?: string }) => {
        if (code === READ_ONLY_TRANSACTION) pool.discard(client);
      });
    }
    const { isSet, isStandby } = await setSession(client, wish, isPooled ? 'transaction' : undefined).catch((error) => {
      throw /timeout/.test(error.message) ? new Error(NONE_CAME_FREE, { cause: error }) : error;
    });
    if (primary && isStandby) throw new NoPrimary('the host is a standby now');
    if (isSet) return;
    const isLent = !isPooled && (await lendsSessionsAt(pool.options.connectionString ?? connectionString));
    if (isLent && wish.maxLent) pool.options.max = wish.maxLent;
    if (!wish.needsSession) {
      await checkSession(client, wish);
      suitPooler(client, wish.statementTimeoutMs);
    } else if (isLent) {
      await setSession(client, wish, 'session');
    } else {
      throw new UnfitDatabase(NEEDS_SESSION);
    }
  };
  const pool = new BusyPool(
    {
      connectionString,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      max: (lendSessions.has(connectionString) && wish.maxLent) || wish.max,
      query_timeout: wish.queryTimeoutMs,
      keepAlive: true,
      fallback_application_name: `gatehouse ${wish.name}`,
      onConnect: prepare,
      ...(wish.idleTimeoutMs && { idleTimeoutMillis: wish.idleTimeoutMs }),
      ...(wish.noteStatement && { Client: watchedClient(wish.noteStatement) }),
    },
    wish.noteWait,
    primary,
  );
  // The pool has dropped the idle connection that ended. Without a listener Node would end the process.
  pool.on('error', () => undefined);
  return pool;
}
