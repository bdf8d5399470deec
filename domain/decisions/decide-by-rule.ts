import { Prisma } from '../../prisma/generated/client/client.ts';
import type { Origin } from '../client.ts';
import { eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import { jobsFrom } from '../jobs/add-job.ts';
import { acts, shutsOut } from './acts.ts';
import { shutOut } from './shut-out.ts';

export type Decided = { id: string; portalId: string; isMailed: boolean };

/** Sets the status of pending developers. The statement of the decision goes on with it. */
export const statusOf = (status: RuledStatus): Prisma.Sql => Prisma.sql`
  status = ${status}::"DeveloperStatus", evaluated_at = now(), updated_at = now(), claimed_by_id = NULL, claimed_until = NULL,
  awaits_applicant_until = NULL, status_told_at = NULL`;

/** An answer tells the approval to those who do not wait. */
const MAILED = { APPROVED: Prisma.sql`told_to_wait_at IS NOT NULL`, REJECTED: Prisma.sql`TRUE` };

type RuledStatus = keyof typeof MAILED;

/**
 * Writes the decisions of one statement, with their events and mails. Ring `MAILS` after it.
 * @param evaluated a statement that changes developers by `statusOf`, and returns `developer.*`, `rule_name`, `rule_version` and `reason`
 * @param most how many developers it can return
 */
export function decideByRule(
  db: Pick<Prisma.TransactionClient, '$queryRaw'>,
  origin: Origin | null,
  { status, evaluated, most }: { status: RuledStatus; evaluated: Prisma.Sql; most: number },
): Promise<Decided[]> {
  const { event, mail } = status === 'APPROVED' ? acts.approve : acts.reject;
  const ids = () => Prisma.sql`(${Array.from({ length: most }, newId)}::uuid[])[row_number() OVER ()]`;
  return db.$queryRaw<Decided[]>`
    WITH evaluated AS (${evaluated}),
    decided AS MATERIALIZED (
      SELECT *, ${ids()} AS decision_id, ${ids()} AS event_id, ${MAILED[status]} AS is_mailed FROM evaluated
    ),
    decisions AS (
      INSERT INTO decisions (id, portal_id, developer_id, "from", "to", by, reason, rule_name, rule_version, created_at)
      SELECT decision_id, portal_id, id, 'PENDING', ${status}::"DeveloperStatus", 'RULE', reason, rule_name, rule_version,
        clock_timestamp()
      FROM decided
    ),
    events AS (${eventsFrom(origin, Prisma.sql`decided`, {
      type: event,
      actor: { kind: 'RULE' },
      subject: { kind: 'DEVELOPER', id: Prisma.sql`id` },
      data: { decisionId: Prisma.sql`decision_id`, from: Prisma.sql`'PENDING'`, to: Prisma.sql`${status}::text` },
    })}),
    mailed AS (SELECT *, ${ids()} AS job_id FROM decided WHERE is_mailed),
    mails AS (${jobsFrom(Prisma.sql`mailed`, mail, { decisionId: Prisma.sql`decision_id`, developerId: Prisma.sql`id` })})
    ${shutsOut(status) ? shutOut(Prisma.sql`decided`) : Prisma.empty}
    SELECT id, portal_id AS "portalId", is_mailed AS "isMailed" FROM decided`;
}
