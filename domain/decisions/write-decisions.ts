import { type Developer, Prisma } from '../../prisma/generated/client/client.ts';
import { developerColumns } from '../columns.ts';
import { type Actor, byCaller, eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import { jobsFrom } from '../jobs/add-job.ts';
import { type Caller, signedBy } from '../permissions.ts';
import { noteRefusals } from '../rules/refusals.ts';
import type { Transaction } from '../transaction.ts';
import { shutsOut, type Transition } from './acts.ts';
import { shutOut } from './shut-out.ts';

export type Words = { reason: string | null; note: string | null; idempotencyKeyId?: string | null };

/** The developers must be locked. The email of each decision waits as long as the decision can be undone. */
export async function writeDecisions(
  tx: Transaction,
  caller: Caller,
  { from, to, event, mail }: Transition,
  developers: Developer[],
  { reason, note, idempotencyKeyId = null }: Words,
): Promise<Developer[]> {
  if (developers.length === 0) return [];
  const ids = developers.map(({ id }) => id);
  const actor = byCaller(caller);
  const { adminId, apiTokenId } = signedBy(caller);
  tx.rings.add('MAILS');
  const decided = await tx.$queryRaw<Developer[]>`
    WITH chosen AS MATERIALIZED (
      SELECT developers.id, portal_id, status AS "from", status_told_at, decision_id, event_id
      FROM unnest(${ids}::uuid[], ${ids.map(newId)}::uuid[], ${ids.map(newId)}::uuid[]) AS made (id, decision_id, event_id)
      JOIN developers USING (id)
    ),
    decided AS (
      UPDATE developers developer
      SET status = ${to}::"DeveloperStatus", claimed_by_id = NULL, claimed_until = NULL, awaits_applicant_until = NULL,
        status_told_at = NULL, updated_at = now()
      FROM chosen WHERE developer.id = ANY(${ids}::uuid[]) AND developer.id = chosen.id RETURNING developer.*
    ),
    -- What the person was told stays told, also when the decision of this statement is undone.
    told AS (
      UPDATE decisions SET undoable_until = NULL FROM chosen
      WHERE developer_id = chosen.id AND chosen.status_told_at IS NOT NULL AND undoable_until IS NOT NULL
    ),
    decision AS (
      INSERT INTO decisions (id, portal_id, developer_id, "from", "to", by, admin_id, api_token_id, reason, note,
        idempotency_key_id, undoable_until, created_at)
      SELECT decision_id, portal_id, chosen.id, "from", ${to}::"DeveloperStatus", ${actor.kind}::"DecisionMaker", ${adminId}::uuid,
        ${apiTokenId}::uuid, ${reason}, ${note}, ${idempotencyKeyId}::uuid, now() + undo_window * interval '1 second', clock_timestamp()
      FROM chosen JOIN portals ON portals.id = portal_id
      RETURNING id AS decision_id, id AS job_id, portal_id, developer_id, "from", "to", undoable_until
    ),
    made AS (SELECT decision.*, event_id FROM decision JOIN chosen USING (decision_id)),
    event AS (${decidedEvents(tx, actor, event)}),
    mail AS (${jobsFrom(Prisma.sql`decision`, mail, aboutDecision, Prisma.sql`undoable_until`)})
    ${shutsOut(to) ? shutOut(Prisma.sql`chosen`) : Prisma.empty}
    SELECT ${developerColumns} FROM decided developer`;
  if (shutsOut(to) || from.some(shutsOut)) await noteRefusals(tx, decided);
  return decided;
}

const aboutDecision = { decisionId: Prisma.sql`decision_id`, developerId: Prisma.sql`developer_id` };

const decidedEvents = ({ origin }: Transaction, { kind, id, name }: Actor, type: Transition['event']): Prisma.Sql =>
  eventsFrom(origin, Prisma.sql`made`, {
    type,
    actor: { kind, id: Prisma.sql`${id}`, name: Prisma.sql`${name}` },
    subject: { kind: 'DEVELOPER', id: Prisma.sql`developer_id` },
    data: {
      decisionId: Prisma.sql`decision_id`,
      from: Prisma.sql`"from"`,
      to: Prisma.sql`"to"`,
      undoableUntil: Prisma.sql`undoable_until`,
    },
  });
