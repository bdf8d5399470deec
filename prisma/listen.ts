import { setTimeout } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { openPool } from './open-pool.ts';

/** @limit Pause before a lost connection that listens is opened again. Beyond: The connection is opened. */
export const LISTEN_AGAIN_MS = 2_000;

/**
 * Hears notifications on a connection of its own, until it is closed. While the connection is lost, nothing is heard.
 * @param hear called for each notification, and when the connection is open again
 */
export function listen(
  databaseUrl: string,
  channel: string,
  hear: () => void,
  complain: (error: Error) => void,
): { close: () => Promise<void> } {
  const pool = openPool(databaseUrl, { name: 'streams', max: 1, needsSession: true });
  const closing = new AbortController();
  const connect = async () => await listenOnce(await pool.connect(), channel, hear, closing.signal);
  // Pauses also after a connection that opened: a server that ends each connection at once would be asked without end.
  const runAgain = async () => {
    while (!closing.signal.aborted) {
      await connect().catch(complain);
      await setTimeout(LISTEN_AGAIN_MS, undefined, { ref: false, signal: closing.signal }).catch(() => undefined);
    }
  };
  const running = runAgain();
  return {
    close: async () => {
      closing.abort();
      await running;
      await pool.end();
    },
  };
}

/** Ends when the connection does, or `signal` says so. */
async function listenOnce(client: PoolClient, channel: string, hear: () => void, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  client.on('error', reject).on('end', resolve).on('notification', hear);
  signal.addEventListener('abort', () => resolve());
  if (signal.aborted) resolve();
  try {
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    hear();
    await promise;
  } finally {
    client.release(true);
  }
}
