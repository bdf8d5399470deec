import { Prisma } from '../../prisma/generated/client/client.ts';
import type { RawStatements } from '../../prisma/raw-statements.ts';
import { checkpointHash, eventHash } from './hash.ts';

/** @limit events: Events of one checkpoint. Beyond: Another checkpoint follows a minute later. */
export const MOST_EVENTS_OF_CHECKPOINT = 20_000;

export type Checkpoint = { number: number; hash: string };

/** The hash of the checkpoint before is unique, so that there is only one chain. */
export async function writeCheckpoint(tx: RawStatements): Promise<Checkpoint | null> {
  const [written] = await tx.$queryRaw<Checkpoint[]>`
    WITH last AS MATERIALIZED (SELECT number, hash, last_position FROM event_checkpoints ORDER BY number DESC LIMIT 1),
    event AS MATERIALIZED (
      SELECT * FROM events WHERE position > coalesce((SELECT last_position FROM last), 0)
      ORDER BY position LIMIT ${Prisma.raw(String(MOST_EVENTS_OF_CHECKPOINT))}
    ),
    sealed AS MATERIALIZED (
      SELECT min(position) AS first_position, max(position) AS last_position,
        string_agg(${eventHash}, ''::bytea ORDER BY position) AS row_hashes
      FROM event HAVING count(*) > 0
    ),
    checkpoint AS MATERIALIZED (
      SELECT coalesce((SELECT number FROM last), 0) + 1 AS number, first_position, last_position, row_hashes,
        sha256(row_hashes) AS rows_hash, coalesce((SELECT hash FROM last), ''::bytea) AS previous_hash,
        date_trunc('milliseconds', now()) AS created_at
      FROM sealed
    )
    INSERT INTO event_checkpoints (number, first_position, last_position, row_hashes, rows_hash, previous_hash, created_at, hash)
    SELECT checkpoint.*, ${checkpointHash} FROM checkpoint
    ON CONFLICT DO NOTHING
    RETURNING number, encode(hash, 'hex') AS hash`;
  return written ?? null;
}
