import { freePort } from '../../../dev/ports.ts';
import { postGraphql } from '../../kit/graphql.ts';
import type { Installation } from '../../kit/installation.ts';
import { present } from '../../kit/present.ts';
import { type Process, startProcess } from '../../kit/processes.ts';
import type { Send } from './act.ts';

/** As each act that stands still keeps a database connection, and a server may need two for an act. */
const WAVE = 24;
const CONNECTIONS = 50;
/** Less than a statement may take that waits for a lock: then the server would go on. */
const LONGEST_WAVE_MS = 2_500;
/** For the first one, which is alone with its locks, on a busy machine. Less than a transaction may be idle. */
const LONGEST_ALONE_MS = 8_000;
const LOOK_EVERY_MS = 5;

/** Where an act stops: at the moment of this number, counted among statements or among rings of the queue. */
type Moment = { kind: 'statement' | 'ring'; number: number };

/** Whose rows hold its tag, and the act that happens to it. */
export type Subject = { tag: string; send: Send };

/** A moment to stop at, and how a subject is brought to where the act is possible. */
export type Stop = { moment: Moment; prepare: () => Promise<Subject> };

/** HELD: it stood there when the server was killed. ANSWERED: it was through. CUT: it was on its way there. */
type Outcome = 'HELD' | 'ANSWERED' | 'CUT';

export type Killed = Subject & { moment: Moment; outcome: Outcome; answer: unknown };

type Counted = { answer: unknown; moments: Moment[] };

const MOMENTS = new URL('moments.mjs', import.meta.url).href;

/** A server of built files on the installation, which stops acts where they say, and the installation as it is seen through it. */
type StoppingServer = { server: Process; through: (stop: string) => Installation };

async function startStoppingServer(gatehouse: Installation): Promise<StoppingServer> {
  const port = await freePort();
  const environment = {
    ...gatehouse.environment,
    PORT: String(port),
    DATABASE_URL: `${gatehouse.databaseUrl}?connection_limit=${CONNECTIONS}`,
    NODE_OPTIONS: `--import ${MOMENTS}`,
  };
  const server = startProcess('dist/server.js', environment);
  await server.says('"started"');
  const url = `http://localhost:${port}`;
  const through = (stop: string): Installation => ({
    ...gatehouse,
    graphql: (document, variables, options = {}) =>
      postGraphql(url, document, variables, { ...options, headers: { ...options.headers, 'x-stop-at': stop } }),
  });
  return { server, through };
}

/**
 * Sends acts through a built server that only counts.
 * @returns what each was answered, and the moments at which a process can die with another outcome: before each statement, each ring, and after those that no
 * statement follows at once, since nothing happens between the answer to one and the next
 */
export async function countMoments(gatehouse: Installation, subjects: Subject[]): Promise<Map<string, Counted>> {
  const { server, through } = await startStoppingServer(gatehouse);
  const counted = new Map<string, Counted>();
  for (const { tag, send } of subjects) {
    const answer = await send(through(`${tag} none 0`));
    const start = `MOMENTS ${tag} `;
    await server.says(start);
    counted.set(tag, { answer, moments: momentsIn(present(server.output.find((line) => line.startsWith(start)))) });
  }
  await server.kill();
  return counted;
}

function momentsIn(line: string): Moment[] {
  const [, , ...passed] = line.trim().split(' ');
  return (['statement', 'ring'] as const).flatMap((kind) => {
    const own = passed.filter((moment) => moment.startsWith(kind));
    const isTelling = (moment: string, at: number) => moment.endsWith('before') || !own[at + 1]?.endsWith('before');
    return own.flatMap((moment, at) => (isTelling(moment, at) ? [{ kind, number: at + 1 }] : []));
  });
}

/**
 * Stops each act at its moment and kills the server there, many at a time. One that waited for another is tried again in a later wave,
 * on another subject, because nobody knows how far it came.
 * @param look at those that were killed, after each wave
 * @returns what became of each stop, in their order
 */
export async function runWaves(
  gatehouse: Installation,
  stops: Stop[],
  look: (killed: Killed[]) => Promise<void>,
): Promise<Killed[]> {
  const killed = new Map<Stop, Killed>();
  let left = stops;
  while (left.length > 0) {
    const wave = nextWave(left);
    const starting = startStoppingServer(gatehouse);
    const subjects = [];
    for (const { prepare, moment } of wave) subjects.push({ ...(await prepare()), moment });
    await gatehouse.drain();
    const ended = await runWave(gatehouse, await starting, subjects);
    // Each wave brings at least the first one to its end.
    const counting = ended.filter(({ outcome }, at) => at === 0 || outcome !== 'CUT');
    wave.forEach((stop, at) => {
      const end = ended[at];
      if (end && counting.includes(end)) killed.set(stop, end);
    });
    await look(counting);
    left = left.filter((stop) => !killed.has(stop));
  }
  return stops.flatMap((stop) => killed.get(stop) ?? []);
}

/** One ring at most, and first: a process rings once for all that happens meanwhile. */
function nextWave(stops: Stop[]): Stop[] {
  const [ring] = stops.filter(({ moment }) => moment.kind === 'ring');
  const others = stops.filter(({ moment }) => moment.kind !== 'ring').slice(0, ring ? WAVE - 1 : WAVE);
  return ring ? [ring, ...others] : others;
}

async function runWave(
  gatehouse: Installation,
  { server, through }: StoppingServer,
  wave: (Subject & { moment: Moment })[],
): Promise<Killed[]> {
  const answers = new Map<string, unknown>();
  const isHeld = ({ tag }: Subject) => server.output.includes(`HELD ${tag}`);
  const isOver = (subject: Subject) => answers.has(subject.tag) || isHeld(subject);
  const begin = ({ tag, send, moment }: (typeof wave)[number]) =>
    void send(through(`${tag} ${moment.kind} ${moment.number}`)).then(
      (answer) => answers.set(tag, answer),
      () => undefined,
    );
  const [first, ...others] = wave;
  if (first) begin(first);
  // A ring comes after the answer.
  await until(() => !first || (first.moment.kind === 'ring' ? isHeld(first) : isOver(first)), LONGEST_ALONE_MS);
  for (const other of others) begin(other);
  await until(async () => {
    const left = wave.filter((subject) => !isOver(subject)).length;
    return left === 0 || (await waitingForLocks(gatehouse)) >= left;
  });
  await server.kill();
  return wave.map((subject) => {
    const outcome = isHeld(subject) ? 'HELD' : answers.has(subject.tag) ? 'ANSWERED' : 'CUT';
    return { ...subject, outcome, answer: answers.get(subject.tag) ?? null };
  });
}

async function waitingForLocks({ sql }: Installation): Promise<number> {
  const waiting = "datname = current_database() AND wait_event_type = 'Lock'";
  const [row] = await sql<{ count: number }>(`SELECT count(*)::int AS count FROM pg_stat_activity WHERE ${waiting}`);
  return row?.count ?? 0;
}

async function until(isTrue: () => boolean | Promise<boolean>, most = LONGEST_WAVE_MS): Promise<void> {
  const end = performance.now() + most;
  while (!(await isTrue()) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
