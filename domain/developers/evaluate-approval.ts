import type { Developer } from '../../prisma/generated/client/client.ts';
import { tellAdmins } from '../admins/tell-admins.ts';
import type { App } from '../app.ts';
import { newId } from '../ids.ts';
import { addJob } from '../jobs/jobs.ts';
import { transaction } from '../transaction.ts';

/**
 * Applies the portal's rules to one verified registration that is still pending: approves it, or tells the admins that it
 * waits. Leaves alone a registration that was decided or deleted in the meantime, so it may run any number of times.
 * @returns the developer if this call approved it, else null
 */
export async function evaluateApproval(app: App, developerId: string): Promise<Developer | null> {
  return await transaction(app, async (tx) => {
    const waiting = { id: developerId, status: 'PENDING', emailVerifiedAt: { not: null } } as const;
    const approved = await tx.developer.updateManyAndReturn({
      where: { ...waiting, portal: { autoApprove: true } },
      data: { status: 'APPROVED', evaluatedAt: new Date() },
    });
    for (const { id, portalId, toldToWaitAt } of approved) {
      const decision = { id: newId(), portalId, developerId: id, from: 'PENDING', to: 'APPROVED', by: 'RULE' } as const;
      await tx.decision.create({ data: decision });
      if (toldToWaitAt) await addJob(tx, 'sendApprovedEmail', portalId, { decisionId: decision.id });
    }
    const queued = await tx.developer.updateManyAndReturn({
      where: { ...waiting, evaluatedAt: null },
      data: { evaluatedAt: new Date() },
    });
    for (const { portalId } of queued) await tellAdmins(tx, portalId);
    return approved[0] ?? null;
  });
}
