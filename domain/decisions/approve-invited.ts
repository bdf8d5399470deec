import { Prisma } from '../../prisma/generated/client/client.ts';
import type { Origin } from '../client.ts';
import { eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import { isApprovedBeforehand } from '../invitations/approved-by.ts';
import { jobsFrom } from '../jobs/add-job.ts';
import { type Decided, statusOf } from './decide-by-rule.ts';

/**
 * The decision that an admin or a token made with a named invitation. It counts only while both may still decide at the portal, and
 * only for pending registrations. Mails only those who were told to wait. Ring `MAILS` after it.
 */
export function approveInvited(
  db: Pick<Prisma.TransactionClient, '$queryRaw'>,
  origin: Origin | null,
  developerIds: string[],
): Promise<Decided[]> {
  const ids = () => Prisma.sql`(${developerIds.map(newId)}::uuid[])[row_number() OVER ()]`;
  return db.$queryRaw<Decided[]>`
    WITH invited AS (
      UPDATE developers developer SET ${statusOf('APPROVED')}
      FROM invitations invitation LEFT JOIN admins inviter ON inviter.id = inviter_id LEFT JOIN api_tokens ON api_tokens.id = api_token_id
      WHERE developer.id = ANY(${developerIds}::uuid[]) AND status = 'PENDING' AND email_verified_at IS NOT NULL
        AND invitation.id = developer.invitation_id AND ${isApprovedBeforehand}
      RETURNING developer.id, developer.portal_id, told_to_wait_at IS NOT NULL AS is_mailed, invitation_id, inviter_id, api_token_id,
        CASE WHEN api_token_id IS NULL THEN 'ADMIN' ELSE 'TOKEN' END AS made_by, coalesce(api_tokens.name, inviter.email) AS made_by_name
    ),
    decided AS MATERIALIZED (SELECT *, ${ids()} AS decision_id, ${ids()} AS event_id FROM invited),
    decisions AS (
      INSERT INTO decisions (id, portal_id, developer_id, "from", "to", by, admin_id, api_token_id, invitation_id,
        created_at)
      SELECT decision_id, portal_id, id, 'PENDING', 'APPROVED', made_by::"DecisionMaker", inviter_id, api_token_id, invitation_id,
        clock_timestamp()
      FROM decided
    ),
    events AS (${approvedBeforehand(origin)}),
    mailed AS (SELECT *, ${ids()} AS job_id FROM decided WHERE is_mailed),
    mails AS (${jobsFrom(Prisma.sql`mailed`, 'sendApprovedEmail', aboutDecision)})
    SELECT id, portal_id AS "portalId", is_mailed AS "isMailed" FROM decided`;
}

const aboutDecision = { decisionId: Prisma.sql`decision_id`, developerId: Prisma.sql`id` };

const approvedBeforehand = (origin: Origin | null): Prisma.Sql =>
  eventsFrom(origin, Prisma.sql`decided`, {
    type: 'developer.approved',
    actor: { kind: Prisma.sql`made_by`, id: Prisma.sql`coalesce(api_token_id, inviter_id)`, name: Prisma.sql`made_by_name` },
    subject: { kind: 'DEVELOPER', id: Prisma.sql`id` },
    data: { decisionId: Prisma.sql`decision_id`, from: Prisma.sql`'PENDING'`, to: Prisma.sql`'APPROVED'` },
  });
