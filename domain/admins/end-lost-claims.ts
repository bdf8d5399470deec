import { inReach, mayEverywhere } from '../permissions.ts';
import type { Transaction } from '../transaction.ts';

/**
 * Ends the claims of an admin at portals where the admin can no longer decide. `claimRequests` waits for the lock of the admin, so
 * none can come after it.
 */
export async function endLostClaims(tx: Transaction, adminId: string): Promise<void> {
  const admin = await tx.admin.findUnique({ where: { id: adminId }, include: { roles: true } });
  if (admin && mayEverywhere(admin, 'decide')) return;
  await tx.developer.updateMany({
    // The time is there for the index.
    where: { claimedById: adminId, claimedUntil: { not: null }, ...(admin && { NOT: inReach(admin, 'decide') }) },
    data: { claimedById: null, claimedUntil: null },
  });
}
