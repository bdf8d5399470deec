import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Origin } from '../client.ts';
import { eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import { jobsFrom } from '../jobs/add-job.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { tellAdmins } from './tell-admins.ts';

export type Evaluated = { id: string; portalId: string; wasToldToWait: boolean };

/** May run any number of times. Returns the developer only if this call approved it. */
export async function evaluateApproval(app: App, developerId: string): Promise<Evaluated | null> {
  const [approved] = await approve(app.prisma, app.origin, [developerId]);
  if (!approved) await transaction(app, (tx) => queueUndecided(tx, [developerId]));
  else if (approved.wasToldToWait) app.ring(['MAILS']);
  return approved ?? null;
}

/** All registrations must be of one portal. */
export async function evaluateAll(tx: Transaction, developerIds: string[]): Promise<Evaluated[]> {
  const approved = await approve(tx, tx.origin, developerIds);
  if (approved.some(({ wasToldToWait }) => wasToldToWait)) tx.rings.add('MAILS');
  if (approved.length < developerIds.length) await queueUndecided(tx, developerIds);
  return approved;
}

/** Mails only those who were told to wait. Ring `MAILS` after it. */
const approve = (
  db: Pick<Prisma.TransactionClient, '$queryRaw'>,
  origin: Origin | null,
  developerIds: string[],
): Promise<Evaluated[]> =>
  db.$queryRaw<Evaluated[]>`
    WITH evaluated AS (
      UPDATE developers developer SET status = 'APPROVED', evaluated_at = now(), updated_at = now() FROM portals portal
      WHERE developer.id = ANY(${developerIds}::uuid[]) AND status = 'PENDING' AND email_verified_at IS NOT NULL
        AND portal.id = portal_id AND auto_approve
      RETURNING developer.id, portal_id, told_to_wait_at IS NOT NULL AS was_told_to_wait
    ),
    approved AS MATERIALIZED (
      SELECT *, (${developerIds.map(newId)}::uuid[])[row_number() OVER ()] AS decision_id,
        (${developerIds.map(newId)}::uuid[])[row_number() OVER ()] AS event_id
      FROM evaluated
    ),
    decided AS (
      INSERT INTO decisions (id, portal_id, developer_id, "from", "to", by)
      SELECT decision_id, portal_id, id, 'PENDING', 'APPROVED', 'RULE' FROM approved
    ),
    events AS (${approvedByRule(origin)}),
    waiting AS (
      SELECT *, (${developerIds.map(newId)}::uuid[])[row_number() OVER ()] AS job_id FROM approved WHERE was_told_to_wait
    ),
    mails AS (${jobsFrom(Prisma.sql`waiting`, 'sendApprovedEmail', { decisionId: Prisma.sql`decision_id` })})
    SELECT id, portal_id AS "portalId", was_told_to_wait AS "wasToldToWait" FROM approved`;

const approvedByRule = (origin: Origin | null): Prisma.Sql =>
  eventsFrom(origin, Prisma.sql`approved`, {
    type: 'developer.approved',
    actor: { kind: 'RULE' },
    subject: { kind: 'DEVELOPER', id: Prisma.sql`id` },
    data: { decisionId: Prisma.sql`decision_id`, from: Prisma.sql`'PENDING'`, to: Prisma.sql`'APPROVED'` },
  });

/** Admins are told once of each registration. */
async function queueUndecided(tx: Transaction, developerIds: string[]): Promise<void> {
  const [queued] = await tx.$queryRaw<{ portalId: string }[]>`
    UPDATE developers SET evaluated_at = now(), updated_at = now()
    WHERE id = ANY(${developerIds}::uuid[]) AND status = 'PENDING' AND email_verified_at IS NOT NULL AND evaluated_at IS NULL
    RETURNING portal_id AS "portalId"`;
  if (queued) await tellAdmins(tx, queued.portalId);
}
