import { setTimeout } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Say } from './apply-migration.ts';

const LOOK_EVERY_MS = 200;

/**
 * Waits until no other process migrates this schema. It asks again and again: a statement that waits for the lock would be an open
 * transaction, and an index that is made beside the writers waits for those.
 * @param pool one connection, whose end ends the turn
 */
export async function waitForTurn(pool: Pool, say: Say): Promise<void> {
  for (let looks = 0; ; looks++) {
    const { rows } = await pool.query<{ isOurs: boolean }>(
      `SELECT pg_try_advisory_lock(hashtextextended('migration of ' || current_schema(), 0)) AS "isOurs"`,
    );
    if (rows[0]?.isOurs) return;
    if (looks === 0) say('Another process migrates this database. This one waits for its end.');
    await setTimeout(LOOK_EVERY_MS);
  }
}

/**
 * A migration that began and did not end has changed nothing: it is noted as rolled back, as an operator would have to do by hand.
 * Call it in the own turn.
 */
export async function forgetUnfinished(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ isThere: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "isThere"`);
  if (!rows[0]?.isThere) return;
  await pool.query('UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL');
}
