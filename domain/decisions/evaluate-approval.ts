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
  if (approved.length > 0) await noteApproved(tx, approved);
  if (approved.length < developerIds.length) await queueUndecided(tx, developerIds);
  return approved;
}

async function noteApproved(tx: Transaction, approved: Evaluated[]): Promise<void> {
  const decided = approved.map((developer) => ({ ...developer, decisionId: newId() }));
  await tx.$executeRaw`
    INSERT INTO decisions (id, portal_id, developer_id, "from", "to", by)
    SELECT *, 'PENDING', 'APPROVED', 'RULE' FROM unnest(
      ${decided.map(({ decisionId }) => decisionId)}::uuid[], ${decided.map(({ portalId }) => portalId)}::uuid[],
      ${decided.map(({ id }) => id)}::uuid[])`;
  const told = decided.filter(({ wasToldToWait }) => wasToldToWait).map(({ decisionId }) => ({ decisionId }));
  if (decided[0]) await addJobs(tx, 'sendApprovedEmail', decided[0].portalId, told);
}

/** Admins are told once of each registration. */
async function queueUndecided(tx: Transaction, developerIds: string[]): Promise<void> {
  const [queued] = await tx.$queryRaw<{ portalId: string }[]>`
    UPDATE developers SET evaluated_at = now(), updated_at = now()
    WHERE id = ANY(${developerIds}::uuid[]) AND status = 'PENDING' AND email_verified_at IS NOT NULL AND evaluated_at IS NULL
    RETURNING portal_id AS "portalId"`;
  if (queued) await tellAdmins(tx, queued.portalId);
}
