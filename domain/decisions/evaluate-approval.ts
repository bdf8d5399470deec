import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { holdRules, type RuleList } from '../rules/read-rules.ts';
import { noteRefusals } from '../rules/refusals.ts';
import { type Ruled, rulePeople } from '../rules/rule-people.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { approveInvited } from './approve-invited.ts';
import { type Decided, decideByRule, statusOf } from './decide-by-rule.ts';
import { tellAdmins } from './tell-admins.ts';

/** Only once for each registration, however often it runs. Returns the developer only if this call approved or refused it. */
export async function evaluateApproval(app: App, developerId: string, invitationId: string | null): Promise<Decided | null> {
  const [approved] = invitationId ? [] : await approveWithoutRules(app, developerId);
  if (approved?.isMailed) app.ring(['MAILS']);
  if (approved) return approved;
  const unevaluated = Prisma.sql`id = ${developerId}::uuid AND evaluated_at IS NULL`;
  const portalId = Prisma.sql`(SELECT portal_id FROM developers WHERE id = ${developerId}::uuid)`;
  const { decided } = await transaction(app, async (tx) => evaluateHeld(tx, await holdRules(tx, portalId), unevaluated));
  return decided[0] ?? null;
}

/** One statement, for a person without an invitation at a portal that only has `autoApprove`. Holds the rules, so that none comes into force meanwhile. */
const approveWithoutRules = (app: App, developerId: string): Promise<Decided[]> =>
  decideByRule(app.prisma, app.origin, {
    status: 'APPROVED',
    most: 1,
    evaluated: Prisma.sql`
      UPDATE developers developer SET ${statusOf('APPROVED')} FROM (
        SELECT held.* FROM developers person, hold_approval_rules(person.portal_id) held WHERE person.id = ${developerId}::uuid
      ) held
      WHERE developer.id = ${developerId}::uuid AND held.auto_approve AND held.stored IS NULL AND status = 'PENDING'
        AND email_verified_at IS NOT NULL AND evaluated_at IS NULL
      RETURNING developer.*, NULL::text AS rule_name, NULL::integer AS rule_version, NULL::text AS reason`,
  });

export type Evaluated = { ruled: Ruled[]; decided: Decided[] };

/**
 * Evaluates those who are pending and verified, again if they have been evaluated before. The transaction must hold `list`.
 * @param which of the table `developers`
 */
export async function evaluateHeld(tx: Transaction, list: RuleList | null, which: Prisma.Sql): Promise<Evaluated> {
  if (!list) return { ruled: [], decided: [] };
  const waiting = Prisma.sql`
    ${which} AND status = 'PENDING' AND email_verified_at IS NOT NULL ORDER BY id FOR NO KEY UPDATE`;
  const ruled = await rulePeople(tx, tx.keys, list, waiting);
  const invited = await decideInvited(tx, ruled);
  const by = (act: Ruled['act']) => ruled.filter((one) => one.act === act && !one.isApprovedBeforehand);
  const approved = await decideRuled(tx, list, 'APPROVED', by('APPROVE'));
  const rejected = await decideRuled(tx, list, 'REJECTED', by('REFUSE'));
  const { portalId } = list;
  await noteRefusals(
    tx,
    by('REFUSE').map(({ id, email }) => ({ id, email, portalId, status: 'REJECTED' })),
  );
  await queue(tx, list, by('QUEUE'));
  return { ruled, decided: [...invited, ...approved, ...rejected] };
}

/** An admin has decided with a named invitation, before any rule. */
async function decideInvited(tx: Transaction, ruled: Ruled[]): Promise<Decided[]> {
  const invited = ruled.filter(({ isApprovedBeforehand }) => isApprovedBeforehand);
  if (invited.length === 0) return [];
  const decided = await approveInvited(tx, tx.origin, idsOf(invited));
  // The job runs again, and the rules decide.
  if (decided.length < invited.length) throw new Error('An admin who had approved with an invitation lost the right just now.');
  if (decided.some(({ isMailed }) => isMailed)) tx.rings.add('MAILS');
  return decided;
}

async function decideRuled(
  tx: Transaction,
  { version }: RuleList,
  status: 'APPROVED' | 'REJECTED',
  ruled: Ruled[],
): Promise<Decided[]> {
  if (ruled.length === 0) return [];
  const reasons = ruled.map(({ rule }) => rule?.reason ?? null);
  const decided = await decideByRule(tx, tx.origin, {
    status,
    most: ruled.length,
    evaluated: Prisma.sql`
      UPDATE developers developer SET ${statusOf(status)}
      FROM unnest(${idsOf(ruled)}::uuid[], ${rulesOf(ruled)}::text[], ${reasons}::text[]) AS ruling (developer_id, rule_name, reason)
      WHERE developer.id = developer_id
      RETURNING developer.*, rule_name, CASE WHEN rule_name IS NOT NULL THEN ${version}::integer END AS rule_version, reason`,
  });
  if (decided.some(({ isMailed }) => isMailed)) tx.rings.add('MAILS');
  return decided;
}

/** Admins are told once of each registration. */
async function queue(tx: Transaction, { portalId }: RuleList, ruled: Ruled[]): Promise<void> {
  if (ruled.length === 0) return;
  await tx.$executeRaw`
    UPDATE developers developer SET evaluated_at = now(), updated_at = now(), queued_by_rule = rule_name
    FROM unnest(${idsOf(ruled)}::uuid[], ${rulesOf(ruled)}::text[]) AS ruling (developer_id, rule_name)
    WHERE developer.id = developer_id AND (evaluated_at IS NULL OR queued_by_rule IS DISTINCT FROM rule_name)`;
  if (ruled.some(({ isNew }) => isNew)) await tellAdmins(tx, portalId);
}

const idsOf = (ruled: Ruled[]): string[] => ruled.map(({ id }) => id);
const rulesOf = (ruled: Ruled[]): (string | null)[] => ruled.map(({ rule }) => rule?.name ?? null);
