import type { PrismaClient } from '../../prisma/generated/client/client.ts';
import { eventHash } from './hash.ts';

const HASH_BYTES = 32;

type Sealed = { first: bigint; last: bigint; rowHashes: Buffer };

/** Compares the events of a checkpoint with their hashes, and names the first that does not fit. */
export async function findStrayEvent(prisma: PrismaClient, { first, last, rowHashes }: Sealed): Promise<string | null> {
  const rows = await prisma.$queryRaw<{ position: bigint; id: string; hash: Buffer }[]>`
    SELECT position, id, ${eventHash} AS hash FROM events event
    WHERE position BETWEEN ${first}::bigint AND ${last}::bigint ORDER BY position`;
  const twice = rows.find(({ position }, at) => position === rows[at - 1]?.position);
  if (twice) return `Event ${twice.position} is there twice.`;
  const found = new Map(rows.map((row) => [row.position, row]));
  for (let position = first; position <= last; position++) {
    const at = Number(position - first) * HASH_BYTES;
    const sealed = rowHashes.subarray(at, at + HASH_BYTES);
    const row = found.get(position);
    if (row?.hash.equals(sealed)) continue;
    const moved = rows.find(({ hash }) => hash.equals(sealed));
    if (moved) return `Event ${position} (${moved.id}) is now event ${moved.position}: the order was changed.`;
    return row ? `Event ${position} (${row.id}) was changed.` : `Event ${position} was removed.`;
  }
  return null;
}
