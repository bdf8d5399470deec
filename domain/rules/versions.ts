import type { ApprovalRulesVersion, Prisma } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';
import { type ApprovalRules, rulesIn } from './approval-rule.ts';

/** @limit versions: Versions of the approval rules of a portal. Beyond: The oldest is removed. */
export const MOST_VERSIONS = 50;

type Version = ApprovalRules & { changedBy: string | null };

/** Call it in the transaction that changes the rules. */
export async function keepVersion(tx: Transaction, portalId: string, kept: Version): Promise<void> {
  await tx.approvalRulesVersion.create({ data: { portalId, ...kept } });
  await tx.approvalRulesVersion.deleteMany({ where: { portalId, version: { lte: kept.version - MOST_VERSIONS } } });
}

/** The newest first. */
export async function listVersions(
  db: Pick<Prisma.TransactionClient, 'approvalRulesVersion'>,
  portalId: string,
  version?: number | null,
): Promise<(Version & { changedAt: Date })[]> {
  const rows: ApprovalRulesVersion[] = await db.approvalRulesVersion.findMany({
    where: { portalId, ...(version != null && { version }) },
    orderBy: { version: 'desc' },
    take: MOST_VERSIONS,
  });
  return rows.map((row) => ({ ...row, rules: rulesIn(row.rules) }));
}
