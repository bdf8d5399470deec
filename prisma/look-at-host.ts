import { Client } from 'pg';

/**
 * One second less than a connection may take, so that the right one can still be opened.
 * @limit Time to look whether a host of the database takes writes. Beyond: The host counts as away.
 */
export const LOOK_MS = 2_000;

type Seen = {
  /** Of a server that takes writes, as 8 hexadecimal digits; null for a standby. */
  timeline: string | null;
  /** Whether an operator closed it for writes. */
  isClosed: boolean;
};

const LOOK = `SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'on' AS "isClosed",
  CASE WHEN NOT pg_is_in_recovery() THEN left(pg_walfile_name(pg_current_wal_lsn()), 8) END AS timeline`;

/** Asks one host what it is, on a connection of its own. @throws the error of the driver if it does not answer in time */
export async function lookAtHost(connectionString: string): Promise<Seen> {
  const client = new Client({ connectionString, fallback_application_name: 'gatehouse look' });
  // The end of the connection is told by what waits for it.
  client.on('error', () => undefined);
  const tooLate = setTimeout(() => client.connection.stream.destroy(new Error('timeout: the host did not answer')), LOOK_MS);
  try {
    await client.connect();
    const { rows } = await client.query<Seen>(LOOK);
    return rows[0] ?? { timeline: null, isClosed: false };
  } finally {
    clearTimeout(tooLate);
    client.end().catch(() => undefined);
  }
}
