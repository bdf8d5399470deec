import { AsyncResource } from 'node:async_hooks';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { noteLent, noteReturned } from './own-connection.ts';

/** The message of `pg` if every connection was in use for too long. A pooler without a free connection ends the same way. */
export const NONE_CAME_FREE = 'timeout exceeded when trying to connect';
/** What `pg` says if a new connection was not ready in time. */
const NOT_READY_IN_TIME = 'Connection terminated due to connection timeout';

/** Told how long a caller waited for a connection, in milliseconds, also in vain. */
export type NoteWait = (milliseconds: number) => void;

type Callback = Parameters<Pool['connect']>[0];

/**
 * A pool that tells load from a database that is away. If a new connection is not ready in time, but the database answered on
 * another one meanwhile, that is load: the error says that no connection came free.
 */
export class BusyPool extends Pool {
  private answers = 0;
  private readonly noteWait: NoteWait;

  constructor(config: PoolConfig, noteWait: NoteWait = () => undefined) {
    super(config);
    this.noteWait = noteWait;
    this.on('release', (error, client) => {
      if (!error) this.answers++;
      noteReturned(client);
    });
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
    super.connect(AsyncResource.bind(lent));
    return undefined;
  }

  private async lend(orBusy: (error: Error) => Error): Promise<PoolClient> {
    const client = await super.connect().catch((error) => Promise.reject(orBusy(error)));
    noteLent(client);
    return client;
  }
}
