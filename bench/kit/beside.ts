import type { Client } from 'pg';
import { ask } from './ask.ts';
import { againstFloor, type Line } from './line.ts';
import type { Request } from './operations.ts';
import { median, type Pair } from './rounds.ts';

const ROUNDS = 5;
const PAGES = 10;
const MOST = 3;

/** So that PostgreSQL tells how long it planned and ran statements. */
export const WATCHED = ['shared_preload_libraries=pg_stat_statements', 'pg_stat_statements.track_planning=on'];

/** A page over HTTP, and the same rows by a bare statement. */
export type Beside = { what: string; ours: Request; floor: { text: string; values: unknown[] } };

/**
 * What PostgreSQL does for one page, the look-ups of the admin and the portal included, beside what it does for the bare statement. Time in
 * PostgreSQL, because the rest of a page does not depend on the number of rows; the whole time over HTTP is told, too.
 */
export async function besideBare(port: number, client: Client, { what, ours, floor }: Beside): Promise<Line> {
  const page = () => ask(port, ours);
  const bare = () => client.query(floor);
  for (const piece of [page, bare, page, bare]) await piece();
  const pairs: Pair[] = [];
  const overHttp: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [ofFloor, ofOurs] = [await watch(client, bare), await watch(client, page)];
    pairs.push({ floor: ofFloor.inPostgres, ours: ofOurs.inPostgres });
    overHttp.push(ofOurs.whole);
  }
  const line = againstFloor(`${what} (${median(overHttp).toFixed(1)} ms over HTTP)`, ' ms', pairs, { atMost: MOST });
  console.error(
    `  ${line.what}: ${line.ours.toFixed(2)} ms, bare ${line.floor?.toFixed(2)} ms, ratio ${line.ratio?.toFixed(2)}`,
  );
  return line;
}

/** Milliseconds of one piece. */
async function watch(client: Client, piece: () => Promise<unknown>): Promise<{ whole: number; inPostgres: number }> {
  await client.query('SELECT pg_stat_statements_reset()');
  const begin = performance.now();
  for (let page = 0; page < PAGES; page++) await piece();
  const whole = performance.now() - begin;
  const { rows } = await client.query<{ ms: number }>(
    `SELECT sum(total_plan_time + total_exec_time) AS ms FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%'`,
  );
  return { whole: whole / PAGES, inPostgres: (rows[0]?.ms ?? Number.NaN) / PAGES };
}
