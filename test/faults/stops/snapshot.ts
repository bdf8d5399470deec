import type { Installation } from '../../kit/installation.ts';

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** In the subject of a mail. */
const SINCE = /since \w+ \d+, \d{4}, \d\d:\d\d/g;
const TIME = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(?:Z|[+-]\d\d:?\d\d)?/g;
const BYTES = /\\\\x[0-9a-f]{8,}/g;
const SECRET = /\$argon2id\$[^"]*|(?<!"name": "[\w-]*)(?=[\w-]*[A-Z\d])[\w-]{20,}/g;
/** What an API token begins with. */
const PREFIX = /"prefix": "[^"]*"/g;
/** An address that a job keeps sealed. */
const SEALED = /"to": "[\w+/]{40,}=*"/g;

/** They count attempts of strangers and mails to mailboxes, under keyed hashes, and are no part of what an act does. */
const COUNTERS = ['throttles', 'mail_bounds', 'event_checkpoints', 'used_passkey_challenges'];

type Row = { table: string; text: string; ids: string[] };

async function readRows({ sql }: Installation): Promise<Row[]> {
  const tables = await sql<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%' AND NOT tablename = ANY($1)`,
    [COUNTERS],
  );
  const read = tables.map(async ({ name }) => {
    const rows = await sql<{ text: string }>(`SELECT to_jsonb(t)::text AS text FROM "${name}" t`);
    return rows.map(({ text }) => ({ table: name, text, ids: text.match(ID) ?? [] }));
  });
  return (await Promise.all(read)).flat();
}

/** The ids that were there before any subject: those of the portal, the OWNER and the connections, which all subjects share. */
export const idsIn = async (gatehouse: Installation): Promise<Set<string>> =>
  new Set((await readRows(gatehouse)).flatMap(({ ids }) => ids));

/**
 * What the database and the inbox hold of each subject, so that two subjects can be compared: its rows, found by the tag and by the ids
 * that lead on from there, without ids, times and secrets; and its mails.
 * @param shared ids that lead to no subject
 */
export async function snapshots(gatehouse: Installation, tags: string[], shared: Set<string>): Promise<Map<string, string[]>> {
  const rows = await readRows(gatehouse);
  const found = new Map(tags.map((tag) => [tag, new Set<Row>()]));
  const owners = new Map<string, string>();
  const adopt = (row: Row, tag: string) => {
    found.get(tag)?.add(row);
    for (const id of row.ids) if (!shared.has(id)) owners.set(id, tag);
  };
  const tagIn = new RegExp(`\\b(${tags.join('|')})`);
  let rest = rows.filter((row) => {
    const tag = row.text.match(tagIn)?.[1];
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
  const mails = [...sent.values()].flatMap(({ recipients, subject }) => {
    const [recipient = ''] = recipients;
    const tag = recipient.match(tagIn)?.[1];
    return tag ? [{ tag, line: `mail to ${plain(recipient, tag)}: ${plain(subject, tag)}` }] : [];
  });
  return new Map(
    tags.map((tag) => {
      const own = [...(found.get(tag) ?? [])].map(({ table, text }) => `${table} ${plain(text, tag)}`);
      const mailed = mails.filter((mail) => mail.tag === tag).map(({ line }) => line);
      return [tag, [...own, ...mailed].toSorted()];
    }),
  );
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
