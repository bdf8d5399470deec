import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DatabaseError } from 'pg';
import type { Pool } from './open-pool.ts';

/** The folder stands beside the built files, too. */
const FOLDER = fileURLToPath(new URL('../prisma/migrations', import.meta.url));

export type MigrationState = {
  /** Of this version, and not in the database. */
  pending: string[];
  /** In the database, and not of this version: a newer one was here. While versions change, that is as it should be. */
  ahead: string[];
  /** Begun and not finished: it changed nothing, and `npm run db:migrate` applies it again. */
  failed: string[];
  applied: number;
};

type Row = { name: string; isApplied: boolean; isRolledBack: boolean };

/**
 * Compares the migrations of this version with those that the database has.
 * @returns null if this user cannot read the list, as where another user migrates
 */
export async function migrationState(pool: Pool): Promise<MigrationState | null> {
  const rows = await pool
    .query<Row>(
      `SELECT migration_name AS name, finished_at IS NOT NULL AS "isApplied", rolled_back_at IS NOT NULL AS "isRolledBack"
       FROM _prisma_migrations`,
    )
    .then(
      (result) => result.rows,
      (error) => rowsWithout(error),
    );
  if (!rows) return null;
  const ours = (await readdir(FOLDER, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const applied = new Set(rows.filter(({ isApplied, isRolledBack }) => isApplied && !isRolledBack).map(({ name }) => name));
  const failed = rows.filter((row) => !row.isApplied && !row.isRolledBack).map(({ name }) => name);
  return {
    pending: ours.filter((name) => !applied.has(name)).toSorted(),
    ahead: [...applied].filter((name) => !ours.includes(name)).toSorted(),
    failed: failed.filter((name) => !applied.has(name)),
    applied: applied.size,
  };
}

const NO_TABLE = '42P01';
const NOT_ALLOWED = '42501';

function rowsWithout(error: unknown): Row[] | null {
  if (error instanceof DatabaseError && error.code === NO_TABLE) return [];
  if (error instanceof DatabaseError && error.code === NOT_ALLOWED) return null;
  throw error;
}
