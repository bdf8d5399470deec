import { nextTurn } from '../../next-turn.ts';
import { Prisma } from '../../prisma/generated/client/client.ts';
import type { Keys } from '../app.ts';
import { approvedByLink, isApprovedBeforehand } from '../invitations/approved-by.ts';
import { answers, answersTo } from '../sign-up-form/answer.ts';
import type { Transaction } from '../transaction.ts';
import { compileRules, type Facts, type Ruling } from './first-match.ts';
import type { RuleList } from './read-rules.ts';
import { findRefused } from './refusals.ts';

export type Ruled = { id: string; email: string; isNew: boolean } & Ruling;

type Person = Omit<Facts, 'answers' | 'wasRefused'> & { id: string; answers: Prisma.JsonValue; evaluatedAt: Date | null };

const ofInvitation = (what: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(SELECT ${what} FROM invitations invitation WHERE invitation.id = developer.invitation_id)`;

/**
 * What the rules say about people, with the facts of this moment.
 * @param which of the table `developers`. It can order and lock the rows.
 */
export async function rulePeople(
  db: Pick<Transaction, '$queryRaw' | 'refusalKey'>,
  keys: Keys,
  { portalId, rules, autoApprove, fields }: RuleList,
  which: Prisma.Sql,
): Promise<Ruled[]> {
  const people = await db.$queryRaw<Person[]>`
    SELECT id, email, answers, invitation_id AS "invitationId", registered_connection_id AS "connectionId",
      registered_groups AS groups, evaluated_at AS "evaluatedAt",
      coalesce(${ofInvitation(isApprovedBeforehand)}, false) AS "isApprovedBeforehand", ${ofInvitation(approvedByLink)} AS "approvedByLink"
    FROM developers developer WHERE portal_id = ${portalId}::uuid AND ${which}`;
  const asksForRefusals = people.length > 0 && rules.some(({ when }) => when.refusedBefore !== null);
  const refused = asksForRefusals ? await findRefused(db, keys, portalId, people) : new Set();
  const rule = compileRules(rules, autoApprove);
  const ruled: Ruled[] = [];
  for (const { id, email, answers: given, evaluatedAt, ...facts } of people) {
    // Matching patterns takes time.
    await nextTurn();
    const shown = answersTo(fields, answers.parse(given));
    const ruling = rule({ ...facts, email, answers: shown, wasRefused: refused.has(id) });
    ruled.push({ id, email, isNew: evaluatedAt === null, ...ruling });
  }
  return ruled;
}
