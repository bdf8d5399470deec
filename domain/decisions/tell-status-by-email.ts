import type { DeveloperStatus } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

type Told = {
  status: DeveloperStatus;
  reason: string | null;
  /** Until then the last decision can be undone, so the email must wait. Null if it can be sent. */
  until: Date | null;
};

/**
 * Notes that the person is told, so that the last decision cannot be undone any more. Writes nothing if it cannot be undone anyway, so
 * that the writes do not tell whose email address is registered. Throws if the developer was deleted.
 */
export async function tellStatusByEmail({ prisma }: App, developerId: string): Promise<Told> {
  const [told] = await prisma.$queryRaw<[Told?]>`
    WITH developer AS MATERIALIZED (SELECT id, status FROM developers WHERE id = ${developerId}::uuid FOR NO KEY UPDATE),
    last AS MATERIALIZED (
      SELECT decisions.id, "to", reason, undoable_until FROM decisions JOIN developer ON developer_id = developer.id
      ORDER BY created_at DESC, decisions.id DESC LIMIT 1
    ),
    waits AS (SELECT undoable_until FROM last, developer WHERE "to" = status AND undoable_until > now()),
    undoable AS (SELECT developer.id FROM developer, last JOIN jobs ON jobs.id = last.id AND attempt = 0 WHERE NOT EXISTS (SELECT FROM waits)),
    told AS (UPDATE developers SET status_told_at = now() WHERE id = (SELECT id FROM undoable))
    SELECT status, (SELECT reason FROM last), (SELECT undoable_until FROM waits) AS until FROM developer`;
  if (!told) throw new Error('The registration was deleted in the meantime.');
  return told;
}
