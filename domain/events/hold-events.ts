import type { RawStatements } from '../../prisma/raw-statements.ts';

/**
 * Makes this the only transaction that numbers events or changes how they are stored.
 * @returns whether it is. If not, another one does it now
 */
export async function holdEvents(tx: RawStatements): Promise<boolean> {
  const [lock] = await tx.$queryRaw<[{ isHeld: boolean }]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended('events of ' || current_schema(), 0)) AS "isHeld"`;
  return lock.isHeld;
}
