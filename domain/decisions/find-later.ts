import { type Decision, type DeveloperStatus, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

type Later = {
  /** The status of the developer at the same moment. Null if the developer was deleted. */
  status: DeveloperStatus | null;
  /** Whether one of them made the same status. */
  isSame: boolean;
  /** Until when one of them can be undone. Null if none can. */
  undoableUntil: Date | null;
};

/**
 * Later decisions about the same developer that were not undone. One statement, because with the status of another moment a decision could
 * seem to be neither true nor undoable.
 */
export async function findLater({ prisma }: App, { developerId, to, createdAt }: Decision): Promise<Later> {
  const [later] = await prisma.$queryRaw<[Later]>`
    SELECT (SELECT status FROM developers WHERE id = ${developerId}::uuid) AS status,
      coalesce(bool_or("to" = ${to}::"DeveloperStatus"), false) AS "isSame",
      max(undoable_until) FILTER (WHERE undoable_until > now() AND EXISTS (${untriedMail})) AS "undoableUntil"
    FROM decisions later
    WHERE developer_id = ${developerId}::uuid AND created_at > ${createdAt} AND undoes_id IS NULL
      AND NOT EXISTS (SELECT FROM decisions undoing WHERE undoing.undoes_id = later.id)`;
  return later;
}

const untriedMail = Prisma.sql`SELECT FROM jobs WHERE jobs.id = later.id AND attempt = 0`;
