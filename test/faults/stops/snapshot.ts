import { TABLES } from '../../kit/database.ts';
import type { Installation } from '../../kit/installation.ts';
import { present } from '../../kit/present.ts';

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** In the subject of a mail. */
const SINCE = /since \w+ \d+, \d{4}, \d\d:\d\d/g;
const TIME = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(?:Z|[+-]\d\d:?\d\d)?/g;
const BYTES = /\\\\x[0-9a-f]{8,}/g;
const SECRET = /\$argon2id\$[^"]*|MII[\w+/=]{100,}|gatehouse-[\da-f]{12}|(?<!"name": "[\w-]*)(?=[\w-]*[A-Z\d])[\w-]{20,}/g;
/** What an API token begins with. */
const PREFIX = /"prefix": "[^"]*"/g;
/** An address that a job keeps sealed. */
const SEALED = /"to": "[\w+/]{40,}=*"/g;

/** They count attempts of strangers and mails to mailboxes, under keyed hashes, and are no part of what an act does. */
const COUNTERS = ['throttles', 'mail_bounds', 'event_checkpoints', 'used_passkey_challenges', 'used_bot_checks'];

type Row = { table: string; text: string; ids: string[] };

/** What every subject's rows hold: a word that no secret holds by chance. */
const TAG = /\b((?:act|job)\d+x)/;

async function readRows({ sql }: Installation, since: string): Promise<Row[]> {
  const tables = await sql<{ name: string }>(`${TABLES} AND NOT relname = ANY($1)`, [COUNTERS]);
  const read = tables.map(async ({ name }) => {
    const written = `SELECT to_jsonb(t)::text AS text FROM "${name}" t WHERE t.xmin::text::bigint >= $1::bigint`;
    const rows = await sql<{ text: string }>(written, [since]);
    return rows.map(({ text }) => ({ table: name, text, ids: text.match(ID) ?? [] }));
  });
  return (await Promise.all(read)).flat();
}

/** Where snapshots begin: what was written before is left out, and the ids that were there lead to no subject. */
export type Start = { transaction: string; shared: Set<string> };

export async function startSnapshots(gatehouse: Installation): Promise<Start> {
  const [row] = await gatehouse.sql<{ transaction: string }>(
    'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS transaction',
  );
  const rows = await readRows(gatehouse, '0');
  return { transaction: present(row).transaction, shared: new Set(rows.flatMap(({ ids }) => ids)) };
}

/**
 * What the database and the inbox hold of each subject, so that two subjects can be compared: its rows, found by the tag and by the ids
 * that lead on from there, without ids, times and secrets; and its mails.
 * @returns by tag; none for a subject without rows and mails
 */
export async function snapshots(gatehouse: Installation, { transaction, shared }: Start): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const add = (tag: string, line: string) => found.set(tag, [...(found.get(tag) ?? []), plain(line, tag)]);
  const owners = new Map<string, string>();
  const adopt = ({ table, text, ids }: Row, tag: string) => {
    add(tag, `${table} ${text}`);
    for (const id of ids) if (!shared.has(id) && !owners.has(id)) owners.set(id, tag);
  };
  let rest = (await readRows(gatehouse, transaction)).filter((row) => {
    const tag = row.text.match(TAG)?.[1];
    if (tag) adopt(row, tag);
    return !tag;
  });
  for (let before = Number.POSITIVE_INFINITY; rest.length < before; ) {
    before = rest.length;
    rest = rest.filter((row) => {
      const tag = row.ids.map((id) => owners.get(id)).find((owner) => owner !== undefined);
      if (tag) adopt(row, tag);
      return !tag;
    });
  }
  // A second copy has the same id.
  const sent = new Map(gatehouse.inbox.mails.map((mail) => [mail.messageId, mail]));
  for (const { recipients, subject } of sent.values()) {
    const [recipient = ''] = recipients;
    const tag = recipient.match(TAG)?.[1];
    if (tag) add(tag, `mail to ${recipient}: ${subject}`);
  }
  return new Map([...found].map(([tag, lines]) => [tag, lines.toSorted()]));
}

type Differences = { missing: string[]; extra: string[] };

export const SAME: Differences = { missing: [], extra: [] };

/** How a snapshot differs from the one of those possible that is nearest to it. */
export function differences(snapshot: string[], possible: string[][]): Differences {
  const from = possible.map((lines) => ({ missing: without(lines, snapshot), extra: without(snapshot, lines) }));
  const size = ({ missing, extra }: Differences) => missing.length + extra.length;
  return from.reduce((nearest, other) => (size(other) < size(nearest) ? other : nearest));
}

function without(lines: string[], others: string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Counters that all subjects share, how often a job was begun, and the step of a code, which the kit forgets so that a code can be used again. */
const RUNNING_NUMBER = /"(position|sign_count|attempt|last_step)": (?:\d+|null)/g;

const plain = (text: string, tag: string): string =>
  text
    .replaceAll(tag, 'SUBJECT')
    .replaceAll(ID, 'ID')
    .replaceAll(TIME, 'TIME')
    .replaceAll(SINCE, 'since TIME')
    .replaceAll(BYTES, 'BYTES')
    .replaceAll(RUNNING_NUMBER, '"$1": NUMBER')
    .replaceAll(/"text": "[^"]*SUBJECT[^"]*"/g, '"text": TEXT')
    .replaceAll(PREFIX, '"prefix": PREFIX')
    .replaceAll(SEALED, '"to": SEALED')
    .replaceAll(SECRET, 'SECRET');
