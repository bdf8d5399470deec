import type { Pool } from './open-pool.ts';

/** The oldest PostgreSQL that Gatehouse is tested with. */
export const REQUIRED_POSTGRES = 15;

/** The version of the server, as `server_version_num` says it and as people say it. */
export async function postgresVersion(pool: Pool): Promise<{ major: number; name: string }> {
  const { rows } = await pool.query<{ number: string; name: string }>(
    `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS name`,
  );
  const { number = '', name = '' } = rows[0] ?? {};
  return { major: Math.floor(Number(number) / 10_000), name };
}
