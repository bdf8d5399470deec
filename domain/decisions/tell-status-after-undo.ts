import type { DeveloperStatus } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

type Told = {
  status: DeveloperStatus;
  reason: string | null;
  /** Until then the last decision can be undone, so the person is told nothing yet. Null if nothing waits. */
  until: Date | null;
  waitMs: number | null;
};

/**
 * For an email or a stream, which tell a decision once its undo window is over. Notes that the person is told, so that the decision cannot
 * be undone any more. Writes nothing if it cannot be undone anyway, so that the writes do not tell whose email address is registered.
 * Returns null if the developer was deleted.
 */
export async function tellStatusAfterUndo({ prisma }: App, developerId: string): Promise<Told | null> {
  const [told] = await prisma.$queryRaw<[Told?]>`
    WITH developer AS MATERIALIZED (SELECT id, status FROM developers WHERE id = ${developerId}::uuid FOR NO KEY UPDATE),
    decided AS MATERIALIZED (SELECT decisions.* FROM decisions JOIN developer ON developer_id = developer.id),
    undoable AS MATERIALIZED (
      SELECT max(undoable_until) AS until FROM decided JOIN developer ON status = "to" JOIN jobs ON jobs.id = decided.id AND attempt = 0
    ),
    told AS (UPDATE developers SET status_told_at = now() WHERE id = (SELECT id FROM developer, undoable WHERE until <= now()))
    SELECT status,
      (SELECT reason FROM decided
        WHERE undoes_id IS NULL AND NOT EXISTS (SELECT FROM decided undoing WHERE undoing.undoes_id = decided.id)
        ORDER BY created_at DESC, id DESC LIMIT 1),
      CASE WHEN until > now() THEN until END AS until,
      CASE WHEN until > now() THEN extract(epoch FROM until - now()) * 1000 END::float8 AS "waitMs"
    FROM developer, undoable`;
  return told ?? null;
}
