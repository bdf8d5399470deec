import type { Client } from 'pg';

/** What of PostgreSQL waits for a synchronous standby, as its messages name it in every language. */
const WAIT = 'SyncRepWaitForLSN';

/**
 * A commit that waits too long for its synchronous standby is told as done, with a warning: it is on the disk of the primary alone, and lost
 * if the standby takes over. Here it counts as a connection that broke: nobody is told that it is done.
 */
export function refuseUnreplicated(client: Client): void {
  // Whoever uses the connection hears of its end by the statement.
  client.on('error', () => undefined);
  client.on('notice', ({ routine }) => {
    if (routine !== WAIT) return;
    const error = new Error('Connection terminated: no synchronous standby confirmed the commit in time');
    client.connection.emit('error', error);
    client.connection.stream.destroy();
  });
}
