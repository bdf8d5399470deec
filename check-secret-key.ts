import { type Config, InvalidEnvironment } from './config.ts';
import { findSealed } from './domain/secret-key/find-sealed.ts';
import { openPool } from './prisma/open-pool.ts';
import { rawStatements } from './prisma/raw-statements.ts';

/** Names nothing: each of its statements runs once. */
const unnamed = () => '';

/**
 * Refuses a key that fits nothing in the database: such a process would fail at each secret that was stored before, and store others that
 * the right key does not open. A database that is away is not asked.
 * @throws InvalidEnvironment that says what to do
 */
export async function checkSecretKey({ databaseUrl, keys }: Pick<Config, 'databaseUrl' | 'keys'>): Promise<void> {
  const pool = openPool(databaseUrl, { name: 'check', max: 1, statementTimeoutMs: PATIENCE_MS, queryTimeoutMs: PATIENCE_MS });
  try {
    const sealed = await findSealed(
      rawStatements(() => pool, unnamed),
      keys,
    );
    const looked = sealed.reduce((sum, { looked }) => sum + looked, 0);
    const shut = sealed.reduce((sum, { shut }) => sum + shut, 0);
    if (shut > 0 && shut === looked) throw new InvalidEnvironment(DOES_NOT_FIT);
  } catch (error) {
    if (error instanceof InvalidEnvironment) throw error;
  } finally {
    await pool.end();
  }
}

const PATIENCE_MS = 4_000;

export const DOES_NOT_FIT =
  'SECRET_KEY is not the key of this database: neither it nor SECRET_KEY_PREVIOUS opens anything that is stored encrypted there. ' +
  'Set the key that this installation had before. If it is lost, docs/operate.md says what to do.';
