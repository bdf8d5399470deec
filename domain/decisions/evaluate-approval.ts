import type { App } from '../app.ts';
import { newId } from '../ids.ts';
import { addJobs } from '../jobs/add-job.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { tellAdmins } from './tell-admins.ts';

export type Evaluated = { id: string; portalId: string; wasToldToWait: boolean };

/** May run any number of times. Returns the developer only if this call approved it. */
export async function evaluateApproval(app: App, developerId: string): Promise<Evaluated | null> {
  const [approved] = await transaction(app, (tx) => evaluateAll(tx, [developerId]));
  return approved ?? null;
}

/** All registrations must be of one portal. */
export async function evaluateAll(tx: Transaction, developerIds: string[]): Promise<Evaluated[]> {
  const approved = await tx.$queryRaw<Evaluated[]>`
    UPDATE developers developer SET status = 'APPROVED', evaluated_at = now(), updated_at = now() FROM portals portal
    WHERE developer.id = ANY(${developerIds}::uuid[]) AND status = 'PENDING' AND email_verified_at IS NOT NULL
      AND portal.id = portal_id AND auto_approve
    RETURNING developer.id, portal_id AS "portalId", told_to_wait_at IS NOT NULL AS "wasToldToWait"`;
  const decided = approved.map((developer) => ({ ...developer, decisionId: newId() }));
  await tx.decision.createMany({
    data: decided.map(({ decisionId, portalId, id }) => ({
      ...{ id: decisionId, portalId, developerId: id },
      ...({ from: 'PENDING', to: 'APPROVED', by: 'RULE' } as const),
    })),
  });
  const told = decided.filter(({ wasToldToWait }) => wasToldToWait).map(({ decisionId }) => ({ decisionId }));
  const queued = await tx.$queryRaw<{ portalId: string }[]>`
    UPDATE developers SET evaluated_at = now(), updated_at = now()
    WHERE id = ANY(${developerIds}::uuid[]) AND status = 'PENDING' AND email_verified_at IS NOT NULL AND evaluated_at IS NULL
    RETURNING portal_id AS "portalId"`;
  if (decided[0]) await addJobs(tx, 'sendApprovedEmail', decided[0].portalId, told);
  if (queued[0]) await tellAdmins(tx, queued[0].portalId);
  return approved;
}
