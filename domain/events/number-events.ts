import { Prisma } from '../../prisma/generated/client/client.ts';
import type { RawStatements } from '../../prisma/raw-statements.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import { MINUTE_MS } from '../durations.ts';
import { holdEvents } from './hold-events.ts';
import { type Checkpoint, writeCheckpoint } from './write-checkpoint.ts';

/** @limit events: Events that one transaction numbers. Beyond: Another transaction follows. */
export const MOST_NUMBERED = 2_000;
/** @limit Pause between two checkpoints. Beyond: The next checkpoint is written if there are new events. */
export const CHECKPOINT_EVERY_MS = MINUTE_MS;

/** Notified when events got their numbers. */
export const EVENTS_CHANNEL = 'gatehouse_events';

/** How many events of one type and one kind of actor. */
type Numbered = { type: string; actor: string; count: number };

const lastCheckpoint = Prisma.sql`SELECT last_position, created_at FROM event_checkpoints ORDER BY number DESC LIMIT 1`;

/**
 * Gives events their positions after the commit, so that nobody who reads in the order of positions misses one. Writes a checkpoint if
 * one is due. Costs one statement if there is nothing to do.
 * @returns the new checkpoint
 */
export async function numberEvents(app: App): Promise<Checkpoint | null> {
  for (;;) {
    const due = await findDue(app);
    if (!due.isToNumber && !due.isToSeal) return null;
    const { numbered, checkpoint } = await app.prisma.$rawTransaction((tx) => numberSome(tx, due.isToSeal));
    for (const { type, actor, count } of numbered) app.measures.decisions(type, actor, count);
    const sum = numbered.reduce((all, { count }) => all + count, 0);
    if (checkpoint || sum < MOST_NUMBERED) return checkpoint;
  }
}

async function findDue({ prisma }: App): Promise<{ isToNumber: boolean; isToSeal: boolean }> {
  const [due] = await prisma.$queryRaw<[{ isToNumber: boolean; isToSeal: boolean }]>`
    WITH last AS MATERIALIZED (${lastCheckpoint})
    SELECT EXISTS (SELECT FROM events WHERE position IS NULL) AS "isToNumber",
      coalesce((SELECT created_at <= ${ago(CHECKPOINT_EVERY_MS)} FROM last), true)
      AND EXISTS (SELECT FROM events WHERE position > coalesce((SELECT last_position FROM last), 0)) AS "isToSeal"`;
  return due;
}

/** Only one worker at a time. The others have nothing to do. */
async function numberSome(
  tx: RawStatements,
  isToSeal: boolean,
): Promise<{ numbered: Numbered[]; checkpoint: Checkpoint | null }> {
  if (!(await holdEvents(tx))) return { numbered: [], checkpoint: null };
  // The statements after the lock see all that the worker before has committed.
  const numbered = await tx.$queryRaw<Numbered[]>`
    WITH waiting AS MATERIALIZED (
      SELECT id, row_number() OVER (ORDER BY at, id) AS place
      FROM (SELECT id, at FROM events WHERE position IS NULL ORDER BY at, id LIMIT ${Prisma.raw(String(MOST_NUMBERED))}) oldest
    ),
    last AS MATERIALIZED (
      SELECT greatest((SELECT max(position) FROM events), (SELECT last_position FROM (${lastCheckpoint}) sealed), 0) AS position
    ),
    numbered AS (
      UPDATE events SET position = last.position + waiting.place FROM waiting, last WHERE events.id = waiting.id
      RETURNING type, actor_kind
    )
    SELECT type, actor_kind::text AS actor, count(*)::int FROM numbered GROUP BY 1, 2`;
  if (numbered.length > 0) await tx.$executeRaw`SELECT pg_notify(${EVENTS_CHANNEL}, '')`;
  return { numbered, checkpoint: isToSeal ? await writeCheckpoint(tx) : null };
}
