import type { Pool } from './open-pool.ts';

/** Connections of one program in one state. PostgreSQL may hide the state of what other users do. */
type Holder = { name: string; state: string; count: number };

export type Connections = {
  used: number;
  /** How many this user can have, if nobody else has any. */
  most: number;
  /** The largest group first. */
  holders: Holder[];
};

/** PostgreSQL's own processes are at no database. It hides the kind of what other users do, unless ours has the role pg_read_all_stats. */
const CLIENTS = `FROM pg_stat_activity WHERE backend_type = 'client backend' OR (backend_type IS NULL AND datid IS NOT NULL)`;
/** BullMQ names the listener of a queue after the queue. */
const HOLDERS = `
  SELECT CASE WHEN application_name IN ('MAILS', 'APPROVALS') THEN 'gatehouse queue' ELSE coalesce(nullif(application_name, ''), usename, 'no name') END AS name,
    coalesce(state, 'state hidden') AS state, count(*)::int AS count
  ${CLIENTS} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`;

/** Columns of a statement: how many connections there are, and can be. PostgreSQL keeps some for superusers. */
export const USED_AND_MOST = `(SELECT count(*)::int ${CLIENTS}) AS used,
  current_setting('max_connections')::int - CASE WHEN current_setting('is_superuser')::bool THEN 0 ELSE
    current_setting('superuser_reserved_connections')::int + coalesce(current_setting('reserved_connections', true), '0')::int END AS most`;

/** Who holds connections to PostgreSQL: all programs, at all of its databases. */
export async function whoConnects(database: Pool): Promise<Connections> {
  const { rows: holders } = await database.query<Holder>(HOLDERS);
  const { rows } = await database.query<Pick<Connections, 'used' | 'most'>>(`SELECT ${USED_AND_MOST}`);
  return { used: 0, most: 0, ...rows[0], holders };
}

const SHOWN = 6;

/** In words: `60 nightly-report (idle), 5 gatehouse server (idle)`. */
export function inWords({ holders }: Pick<Connections, 'holders'>): string {
  const named = holders.slice(0, SHOWN).map(({ name, state, count }) => `${count} ${name} (${state})`);
  const others = holders.slice(SHOWN).reduce((sum, { count }) => sum + count, 0);
  return [...named, ...(others > 0 ? [`${others} others`] : [])].join(', ');
}

/** Fewer than this are left for new connections, or a tenth of all. */
const FEW = 5;
const SHARE = 0.1;

export const areFewLeft = ({ used, most }: Pick<Connections, 'used' | 'most'>): boolean =>
  most - used < Math.max(FEW, most * SHARE);
