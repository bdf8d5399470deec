import type { PrismaClient } from '../../prisma/generated/client/client.ts';
import { findStrayEvent } from './find-stray-event.ts';
import { checkpointHash } from './hash.ts';

/** A checkpoint that somebody noted elsewhere. */
export type NotedCheckpoint = { number: number; hash: string };

export type Verdict = { checkpoints: number; events: bigint; problem: string | null };

type ReadCheckpoint = {
  number: number;
  first: bigint;
  last: bigint;
  hash: string;
  previous: string;
  rowHashes: Buffer | null;
  isIntact: boolean;
  isRemoved: boolean;
};

/** Reads the whole chain, one checkpoint at a time. `problem` names the first thing that does not fit. */
export async function verifyAuditLog(prisma: PrismaClient, noted: NotedCheckpoint | null): Promise<Verdict> {
  const removedTo = await lastRemovedByRetention(prisma);
  let before = { number: 0, last: 0n, hash: '' };
  const verdict = (problem: string | null): Verdict => ({ checkpoints: before.number, events: before.last, problem });
  for (;;) {
    const checkpoint = await nextCheckpoint(prisma, before.number);
    if (!checkpoint) break;
    const problem =
      misfit(checkpoint, before) ?? differs(checkpoint, noted) ?? (await findProblemOfEvents(prisma, checkpoint, removedTo));
    if (problem) return verdict(problem);
    before = checkpoint;
  }
  if (noted && noted.number > before.number) return verdict(`Checkpoint ${noted.number} is missing.`);
  return verdict(await findProblemAtEnd(prisma, before.last));
}

async function nextCheckpoint(prisma: PrismaClient, number: number): Promise<ReadCheckpoint | null> {
  const [next] = await prisma.$queryRaw<ReadCheckpoint[]>`
    SELECT number, first_position AS first, last_position AS last, encode(hash, 'hex') AS hash,
      encode(previous_hash, 'hex') AS previous, row_hashes AS "rowHashes", rows_removed_at IS NOT NULL AS "isRemoved",
      hash = ${checkpointHash} AND sha256(row_hashes) IS NOT DISTINCT FROM
        (CASE WHEN row_hashes IS NOT NULL THEN rows_hash END) AS "isIntact"
    FROM event_checkpoints checkpoint WHERE number > ${number} ORDER BY number LIMIT 1`;
  return next ?? null;
}

function misfit({ number, first, previous, isIntact }: ReadCheckpoint, before: { number: number; last: bigint; hash: string }) {
  if (number !== before.number + 1) return `Checkpoint ${before.number + 1} is missing, with its minute of events.`;
  if (!isIntact) return `Checkpoint ${number} was changed.`;
  if (previous !== before.hash)
    return `Checkpoint ${number} does not follow checkpoint ${before.number}, which was written anew.`;
  return first === before.last + 1n ? null : `Checkpoint ${number} begins at event ${first}, not at event ${before.last + 1n}.`;
}

const differs = ({ number, hash }: ReadCheckpoint, noted: NotedCheckpoint | null): string | null =>
  noted?.number === number && noted.hash !== hash ? `Checkpoint ${number} is not the one that was noted.` : null;

async function findProblemOfEvents(
  prisma: PrismaClient,
  checkpoint: ReadCheckpoint,
  removedTo: bigint,
): Promise<string | null> {
  const { number, first, last, rowHashes, isRemoved } = checkpoint;
  if (!isRemoved && rowHashes) return await findStrayEvent(prisma, { first, last, rowHashes });
  const isByRetention = isRemoved && last <= removedTo;
  return isByRetention
    ? null
    : `Events ${first} to ${last} of checkpoint ${number} were removed, but not because of their age.`;
}

/** The removal of old events is an event too. */
async function lastRemovedByRetention(prisma: PrismaClient): Promise<bigint> {
  const [shortened] = await prisma.$queryRaw<[{ last: bigint | null }]>`
    SELECT max((data->>'lastPosition')::bigint) AS last FROM events WHERE type = 'audit-log.shortened'`;
  return shortened.last ?? 0n;
}

/** Events after the last checkpoint have no hash yet, but they have no gap. */
async function findProblemAtEnd(prisma: PrismaClient, last: bigint): Promise<string | null> {
  const [gap] = await prisma.$queryRaw<{ missing: bigint }[]>`
    SELECT ${last}::bigint + place AS missing
    FROM (SELECT position, row_number() OVER (ORDER BY position) AS place FROM events WHERE position > ${last}::bigint) event
    WHERE position <> ${last}::bigint + place ORDER BY position LIMIT 1`;
  return gap ? `Event ${gap.missing} is missing.` : null;
}
