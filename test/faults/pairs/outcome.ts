import { hash } from 'node:crypto';
import { verify } from '@node-rs/argon2';
import type { App } from '../../../domain/app.ts';
import { openPayload } from '../../../domain/jobs/payload.ts';
import { openRecipient } from '../../../domain/jobs/recipient.ts';
import type { Side } from './act.ts';
import type { Difference, Row } from './image.ts';

/** What two acts came to, without what is different in each run: times, ids, secrets. */
export type Outcome = { answers: Record<Side, string>; rows: string[]; mails: string[] };

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const BYTES = /\\x[0-9a-f]{8,}/g;
const SECRET = /(?<![\w-])[\w-]{43,}(?![\w-])/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)/g;

/** A run takes less, and what differs by less is no difference between two orders. */
const STEP_MS = 10_000;

/** Each request has an id of its own. */
const OF_REQUEST = 'request_id';

/** Tables that may differ, and why. */
const EXCEPTIONS: Record<string, string> = {
  throttles:
    'Log-in looks at the password before it looks whether the account may log in. If the account ends in between, the password was right: no guess is counted.',
};

type Seen = {
  answers: Record<Side, unknown>;
  /** What does not count of an answer. */
  shown: Record<Side, RegExp | undefined>;
  difference: Difference;
  mails: string[];
  known: Set<string>;
  startedAt: number;
};

export async function outcomeOf(app: App, passwords: string[], seen: Seen): Promise<Outcome> {
  const { known, startedAt } = seen;
  const plain = (text: string) =>
    text.replace(TIME, (time) => (known.has(momentOf(time)) ? 'as before' : relative(time, startedAt)));
  const lines: string[] = [];
  for (const { table, added, removed } of seen.difference) {
    if (table in EXCEPTIONS) continue;
    for (const row of added.filter((one) => !isSumOfRefusals(table, one)))
      lines.push(`+${table} ${plain(JSON.stringify(await readable(app, passwords, known, row)))}`);
    for (const row of removed) lines.push(`-${table} ${plain(JSON.stringify({ id: row['id'] ?? row }))}`);
  }
  const answerOf = (side: Side) => plain((JSON.stringify(seen.answers[side]) ?? 'nothing').replace(seen.shown[side] ?? '', ''));
  const answers = [answerOf('A'), answerOf('B')];
  const names = nameNew([...lines, ...answers.map((answer, at) => `answer ${at} ${answer}`)], known);
  const [a = '', b = ''] = answers.map(names);
  return { answers: { A: a, B: b }, rows: lines.map(names).toSorted(), mails: seen.mails.map(plain).map(names).toSorted() };
}

/** Written once a minute, whatever goes on. */
const isSumOfRefusals = (table: string, row: Row): boolean =>
  table === 'events' && row['actor_kind'] === 'SYSTEM' && 'count' in Object(row['data']);

async function readable(app: App, passwords: string[], known: Set<string>, row: Row): Promise<Row> {
  const shown: Row = { ...row };
  delete shown[OF_REQUEST];
  const passwordHash = row['password_hash'];
  if (typeof passwordHash === 'string' && !known.has(passwordHash))
    shown['password_hash'] = await whose(passwordHash, passwords);
  const payload = Object(row['payload']);
  if (typeof payload.to === 'string' && payload.developerId) {
    shown['payload'] = { ...payload, to: openRecipient(app, payload.developerId, payload.to) };
  }
  if (payload.sealed) shown['payload'] = inUrlLetters(openPayload(app, String(row['id']), payload));
  return shown;
}

/** As `SECRET` finds hashes. */
const inUrlLetters = (opened: unknown): object => {
  const { codeSecretHash, ...others } = Object(opened);
  return codeSecretHash ? { ...others, codeSecretHash: Buffer.from(codeSecretHash, 'base64').toString('base64url') } : others;
};

const checked = new Map<string, string>();

async function whose(passwordHash: string, passwords: string[]): Promise<string> {
  for (const password of checked.has(passwordHash) ? [] : passwords) {
    if (await verify(passwordHash, password)) checked.set(passwordHash, `hash of ${password}`);
  }
  return checked.get(passwordHash) ?? passwordHash;
}

/** The API and the database write the same time in two ways. */
const momentOf = (time: string): string => String(Date.parse(time));

const relative = (time: string, startedAt: number): string =>
  `start+${(Math.round((Date.parse(time) - startedAt) / STEP_MS) * STEP_MS) / 1_000}s`;

/**
 * New ids and secrets get a name by where they stand, so that two runs compare. Names go by the lines that an id stands in, with the
 * ids in these lines named before.
 */
function nameNew(lines: string[], known: Set<string>): (line: string) => string {
  let names = new Map<string, string>();
  const rename = (line: string) =>
    [UUID, BYTES, SECRET].reduce(
      (text, pattern) => text.replace(pattern, (id) => (known.has(id) ? id : `<${names.get(id) ?? '?'}>`)),
      line,
    );
  for (let round = 0; round < 3; round++) {
    const places = new Map<string, string[]>();
    for (const line of lines) {
      const ids = [UUID, BYTES, SECRET].flatMap((pattern) => line.match(pattern) ?? []);
      for (const id of new Set(ids)) {
        if (!known.has(id)) places.set(id, [...(places.get(id) ?? []), rename(line.replaceAll(id, '@'))]);
      }
    }
    names = new Map([...places].map(([id, where]) => [id, hash('md5', where.toSorted().join('\n')).slice(0, 6)]));
  }
  return rename;
}

/** Every id, secret and time that the image holds. */
export function knownIn(rows: Iterable<Set<string>>): Set<string> {
  const known = new Set<string>();
  for (const table of rows) {
    for (const row of table) {
      for (const pattern of [UUID, BYTES, SECRET]) for (const found of row.match(pattern) ?? []) known.add(found);
      for (const time of row.match(TIME) ?? []) known.add(momentOf(time));
      const passwordHash = Reflect.get(JSON.parse(row), 'password_hash');
      if (passwordHash) known.add(passwordHash);
    }
  }
  return known;
}

/** Lines that only one of two outcomes has; `<` for those of the first. */
export function differences(one: Outcome, other: Outcome | undefined): string[] {
  const [ours, theirs] = [linesOf(one), other ? linesOf(other) : []];
  const without = (lines: string[], others: string[]) => {
    const left = [...others];
    return lines.filter((line) => !left.includes(line) || void left.splice(left.indexOf(line), 1));
  };
  return [...without(ours, theirs).map((line) => `    < ${line}`), ...without(theirs, ours).map((line) => `    > ${line}`)];
}

const linesOf = ({ answers, rows, mails }: Outcome): string[] => [
  `A answered ${answers.A}`,
  `B answered ${answers.B}`,
  ...rows,
  ...mails.map((mail) => `mail ${mail}`),
];
