import type { Client } from 'pg';
import { TABLES } from '../../kit/database.ts';
import type { Act } from './act.ts';

/**
 * How a statement touches a table: R reads it, K holds rows of it so that their keys stay (foreign keys), L locks rows, I inserts
 * rows, W changes or deletes rows.
 */
type Mode = 'R' | 'K' | 'L' | 'I' | 'W';

/** What a statement does to others. `publishes`: tables in which others see changes once it has run. */
export type Footprint = { touches: Map<string, Set<Mode>>; publishes: Set<string> };

/** By the text of the statement: all that it was ever seen to touch. */
const seen = new Map<string, { touches: Map<string, Set<Mode>>; times: number }>();

/** Often enough to have seen what triggers and foreign keys add; after that it costs time only. */
const MOST_LOOKS = 10;

/** Tables by the tables that refer to them. */
let references = new Map<string, Set<string>>();
let tables: string[] = [];

type Query = (text: string) => Promise<{ rows: Record<string, string>[] }>;
type Sent = { send: (...statement: unknown[]) => Promise<unknown>; statement: unknown[]; text: string };

export async function learnTables(query: Query): Promise<void> {
  const { rows } = await query(
    `SELECT conrelid::regclass::text AS "from", confrelid::regclass::text AS "to" FROM pg_constraint WHERE contype = 'f'`,
  );
  references = new Map();
  for (const { from = '', to = '' } of rows) references.set(from, (references.get(from) ?? new Set()).add(to));
  const all = await query(TABLES);
  tables = all.rows.map(({ name = '' }) => name);
}

/** Runs a statement of an act and notes what it touched. One that commits by itself is looked at from within a transaction. */
export async function execute(act: Act, { send, statement, text }: Sent, client: Client): Promise<unknown> {
  if (text.startsWith('BEGIN')) {
    act.written.set(client, new Set());
    return await send(...statement);
  }
  if (text === 'COMMIT' || text === 'ROLLBACK') {
    try {
      return await send(...statement);
    } finally {
      act.written.delete(client);
    }
  }
  const written = act.written.get(client);
  const known = seen.get(text);
  const isLookedAt = (known?.times ?? 0) < MOST_LOOKS;
  if (!isLookedAt) {
    for (const table of changedBy(text)) written?.add(table);
    return await send(...statement);
  }
  const query = send as Query;
  if (!written) await query('BEGIN');
  try {
    const before = await counts(query);
    const result = await send(...statement);
    note(text, before, await counts(query));
    for (const table of changedBy(text)) written?.add(table);
    if (!written) await query('COMMIT');
    return result;
  } catch (error) {
    if (!written) await query('ROLLBACK');
    throw error;
  }
}

const changedBy = (text: string): string[] =>
  [...(seen.get(text)?.touches ?? [])].filter(([, modes]) => modes.has('I') || modes.has('W')).map(([table]) => table);

type Counts = Map<string, { scans: number; inserted: number; changed: number }>;

async function counts(query: Query): Promise<Counts> {
  const { rows } = await query(
    `SELECT relname AS name, coalesce(seq_scan, 0) + coalesce(idx_scan, 0) AS scans, n_tup_ins AS inserted, n_tup_upd + n_tup_del AS changed
     FROM pg_stat_xact_user_tables`,
  );
  return new Map(
    rows.map(({ name = '', scans, inserted, changed }) => [
      name,
      { scans: Number(scans), inserted: Number(inserted), changed: Number(changed) },
    ]),
  );
}

function note(text: string, before: Counts, after: Counts): void {
  const entry = seen.get(text) ?? { touches: saidBy(text), times: 0 };
  seen.set(text, entry);
  entry.times++;
  const add = (table: string, mode: Mode) => entry.touches.set(table, (entry.touches.get(table) ?? new Set()).add(mode));
  for (const [table, now] of after) {
    const then = before.get(table) ?? { scans: 0, inserted: 0, changed: 0 };
    if (now.scans > then.scans) add(table, 'R');
    if (now.inserted > then.inserted) add(table, 'I');
    if (now.changed > then.changed) add(table, 'W');
  }
  for (const [table, modes] of entry.touches) {
    if (!modes.has('I') && !modes.has('W')) continue;
    for (const to of references.get(table) ?? []) if (entry.touches.get(to)?.has('R')) add(to, 'K');
  }
}

/** What the text says, for a statement that met no row. */
function saidBy(text: string): Map<string, Set<Mode>> {
  const locks = /FOR (NO KEY )?(UPDATE|SHARE)/i.test(text);
  const said = tables.flatMap((table): [string, Set<Mode>][] => {
    const name = `(?:"?public"?\\.)?"?${table}"?(?![\\w])`;
    const is = (words: string) => new RegExp(`\\b${words}\\s+${name}`, 'i').test(text);
    const modes = new Set<Mode>();
    if (is('(?:UPDATE|DELETE FROM)')) modes.add('W');
    if (is('INSERT INTO')) modes.add('I');
    if (is('(?:FROM|JOIN|USING|,)')) modes.add('R');
    if (locks && modes.has('R')) modes.add('L');
    return modes.size > 0 ? [[table, modes]] : [];
  });
  return new Map(said);
}

const NOTHING: Footprint = { touches: new Map(), publishes: new Set() };

/** Of the next statement of an act. Null where it was never seen. */
export function footprintOf(act: Act, client: Client, text: string): Footprint | null {
  if (text.startsWith('BEGIN') || text === 'ROLLBACK') return NOTHING;
  if (text === 'COMMIT') return { touches: new Map(), publishes: new Set(act.written.get(client)) };
  const touches = seen.get(text)?.touches;
  if (!touches) return null;
  return { touches, publishes: new Set(act.written.has(client) ? [] : changedBy(text)) };
}

/** Tables in which only ids and secrets are unique, and both are new in each row: two inserts never meet. */
const ONLY_ADDED_TO = new Set(['events', 'jobs', 'sessions']);

/** Whether it can matter which of the two runs first. */
export function depend(one: Footprint | null, other: Footprint | null): boolean {
  if (!one || !other) return true;
  return seesOther(one, other) || seesOther(other, one) || meet(one, other);
}

const seesOther = ({ publishes }: Footprint, { touches }: Footprint): boolean =>
  [...publishes].some((table) => {
    const modes = touches.get(table);
    return modes !== undefined && !(modes.size === 1 && modes.has('I') && ONLY_ADDED_TO.has(table));
  });

/** Whether one may wait for the other, before either is committed. */
const meet = (one: Footprint, other: Footprint): boolean =>
  [...one.touches].some(([table, modes]) => {
    const others = other.touches.get(table);
    if (!others) return false;
    const has = (mine: Mode, theirs: Mode) =>
      (modes.has(mine) && others.has(theirs)) || (modes.has(theirs) && others.has(mine));
    const isWaitedFor = has('W', 'W') || has('W', 'L') || has('L', 'L') || has('W', 'K') || has('L', 'K');
    return isWaitedFor || (!ONLY_ADDED_TO.has(table) && (has('I', 'I') || has('I', 'W') || has('I', 'L')));
  });
