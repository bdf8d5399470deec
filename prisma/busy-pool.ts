import { AsyncResource } from 'node:async_hooks';
import { type Client, DatabaseError, Pool, type PoolClient, type PoolConfig } from 'pg';
import { noteLent, noteReturned } from './own-connection.ts';
import { type Host, NoPrimary, type Primary, placeOf } from './primary.ts';

/** The message of `pg` if every connection was in use for too long. A pooler without a free connection ends the same way. */
export const NONE_CAME_FREE = 'timeout exceeded when trying to connect';
/** What `pg` says if a new connection was not ready in time. */
const NOT_READY_IN_TIME = 'Connection terminated due to connection timeout';

/** Why a session is cut. */
const MOVED = 'Connection terminated: another host is the primary now';

/** Told how long a caller waited for a connection, in milliseconds, also in vain. */
export type NoteWait = (milliseconds: number) => void;

type Callback = Parameters<Pool['connect']>[0];

/**
 * A pool that tells load from a database that is away. If a new connection is not ready in time, but the database answered on
 * another one meanwhile, that is load: the error says that no connection came free.
 *
 * Of several hosts it connects to the primary, and has no connection elsewhere.
 */
export class BusyPool extends Pool {
  private answers = 0;
  private readonly noteWait: NoteWait;
  private readonly primary: Primary | null;
  private readonly open = new Set<Client>();
  private readonly unfit = new WeakSet<Client>();
  private readonly hearNoMore: () => void;

  constructor(config: PoolConfig, noteWait: NoteWait = () => undefined, primary: Primary | null = null) {
    super({ ...config, ...(primary?.current() && { connectionString: primary.current()?.connectionString }) });
    this.noteWait = noteWait;
    this.primary = primary;
    this.hearNoMore = primary?.onMove((now) => this.moveTo(now)) ?? (() => undefined);
    this.on('release', (error, client) => {
      if (!error) this.answers++;
      // What PostgreSQL refuses says that it is there.
      else if (!(error instanceof DatabaseError)) this.doubt(client);
      if (this.unfit.has(client)) client.end().catch(() => undefined);
      noteReturned(client);
    });
    this.on('connect', (client) => {
      this.open.add(client);
      // The pool listens to idle connections alone. One that ends while somebody has it fails the next statement, not the process.
      client.on('error', () => this.doubt(client));
    });
    this.on('remove', (client) => this.open.delete(client));
  }

  /** This connection is lent to nobody any more: its server takes no writes. */
  discard(client: Client): void {
    this.unfit.add(client);
    this.doubt(client);
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<PoolClient> | undefined {
    const { answers } = this;
    const began = performance.now();
    const orBusy = (error: Error) =>
      error.message === NOT_READY_IN_TIME && this.answers > answers ? new Error(NONE_CAME_FREE, { cause: error }) : error;
    if (!callback) return this.lend(orBusy).finally(() => this.noteWait(performance.now() - began));
    const lent: Callback = (error, client, done) => {
      this.noteWait(performance.now() - began);
      callback(error && orBusy(error), client, done);
    };
    // The pool calls back from whatever gave the connection free: a statement belongs to what asked for it.
    const bound = AsyncResource.bind(lent);
    if (this.primary) void this.connectToPrimary(this.primary, bound);
    else super.connect(bound);
    return undefined;
  }

  override end(): Promise<void>;
  override end(callback: () => void): void;
  override end(callback?: () => void): Promise<void> | undefined {
    this.hearNoMore();
    if (!callback) return super.end();
    super.end(callback);
    return undefined;
  }

  private async lend(orBusy: (error: Error) => Error): Promise<PoolClient> {
    const { primary } = this;
    const lent = primary
      ? new Promise<PoolClient>((resolve, reject) => {
          void this.connectToPrimary(primary, (error, client) => (client ? resolve(client) : reject(error)));
        })
      : super.connect();
    const client = await lent.catch((error) => Promise.reject(orBusy(error)));
    noteLent(client);
    return client;
  }

  /** Finds the primary where that is not known, and once more if it has just gone. */
  private async connectToPrimary(primary: Primary, callback: Callback, mayTryAgain = true): Promise<void> {
    if (!primary.current() && this.idleCount === 0 && this.totalCount < this.options.max) {
      const error = await primary.find().then(() => null, asError);
      if (error) return callback(error, undefined, () => undefined);
    }
    const place = primary.current()?.place;
    super.connect((error, client, done) => {
      if (error && isAway(error) && place) primary.doubt(place);
      if (error && mayTryAgain && error.message !== NOT_READY_IN_TIME && !primary.current())
        void this.connectToPrimary(primary, callback, false);
      else callback(error, client, done);
    });
  }

  private doubt(client: Client): void {
    this.primary?.doubt(placeOf(client));
  }

  /** A session that stays on the former primary would read old rows, and what it writes there would be lost. */
  private moveTo({ connectionString, place }: Host): void {
    this.options.connectionString = connectionString;
    for (const client of this.open) {
      if (placeOf(client) !== place) client.connection.stream.destroy(new Error(MOVED));
    }
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Too many connections, or a wrong password, say that the host is there. */
const isAway = (error: Error): boolean =>
  error instanceof NoPrimary ||
  (error.message !== NONE_CAME_FREE && (!(error instanceof DatabaseError) || /^57P/.test(error.code ?? '')));
