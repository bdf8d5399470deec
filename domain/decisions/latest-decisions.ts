import type { Decision, Prisma } from '../../prisma/generated/client/client.ts';
import { decisionColumns } from '../columns.ts';

/** The last decision about each developer, by the id of the developer. */
export async function latestDecisions(
  db: Pick<Prisma.TransactionClient, '$queryRaw'>,
  developerIds: string[],
): Promise<Map<string, Decision>> {
  if (developerIds.length === 0) return new Map();
  const decisions = await db.$queryRaw<Decision[]>`
    SELECT DISTINCT ON (developer_id) ${decisionColumns} FROM decisions decision
    WHERE developer_id = ANY(${developerIds}::uuid[]) ORDER BY developer_id, created_at DESC, id DESC`;
  return new Map(decisions.map((decision) => [decision.developerId, decision]));
}
