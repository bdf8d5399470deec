import { type PendingEvaluation, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { evaluateHeld } from '../decisions/evaluate-approval.ts';
import { addJob } from '../jobs/add-job.ts';
import { removeUnfinished } from '../jobs/remove-jobs.ts';
import type { RuleAct } from '../rules/approval-rule.ts';
import { holdRules, lockRules } from '../rules/read-rules.ts';
import { type Transaction, transaction } from '../transaction.ts';

/**
 * @limit developers: Developers that one transaction evaluates after a change of settings. Beyond: Another transaction follows.
 */
export const BATCH = 200;

/** Replaces a job that waits already, so that only one waits however often somebody asks. It begins with the first developer. */
export async function requestEvaluation(tx: Transaction, portalId: string): Promise<void> {
  await lockRules(tx, portalId);
  await removeUnfinished(tx, 'evaluatePending', portalId);
  await beginEvaluation(tx, portalId);
  await addJob(tx, 'evaluatePending', portalId, { portalId });
}

async function beginEvaluation(tx: Transaction, portalId: string): Promise<void> {
  await tx.pendingEvaluation.deleteMany({ where: { portalId } });
  const total = await tx.developer.count({ where: { portalId, status: 'PENDING', emailVerifiedAt: { not: null } } });
  await tx.pendingEvaluation.createMany({ data: { portalId, total }, skipDuplicates: true });
}

/** Goes on where an attempt before has stopped. `goesOn` is asked before each batch. */
export async function evaluatePending(app: App, portalId: string, goesOn: () => Promise<boolean>): Promise<void> {
  while ((await goesOn()) && (await transaction(app, (tx) => evaluateBatch(tx, portalId))));
}

/** Each batch is decided by the rules that are the newest then. Returns whether there is more. */
async function evaluateBatch(tx: Transaction, portalId: string): Promise<boolean> {
  const list = await holdRules(tx, Prisma.sql`${portalId}::uuid`);
  const progress = list && (await lockProgress(tx, portalId));
  if (!progress || progress.finishedAt) return false;
  const ids = await nextIds(tx, portalId, progress.lastId);
  const { ruled } = await evaluateHeld(tx, list, Prisma.sql`id = ANY(${ids}::uuid[])`);
  const count = (act: RuleAct) => ruled.filter((one) => one.act === act).length;
  const isMore = ids.length === BATCH;
  await tx.$executeRaw`
    UPDATE pending_evaluations SET last_id = coalesce(${ids.at(-1) ?? null}::uuid, last_id),
      approved = approved + ${count('APPROVE')}::integer, queued = queued + ${count('QUEUE')}::integer,
      refused = refused + ${count('REFUSE')}::integer, finished_at = CASE WHEN NOT ${isMore} THEN now() END
    WHERE portal_id = ${portalId}::uuid`;
  return isMore;
}

async function nextIds(tx: Transaction, portalId: string, lastId: string | null): Promise<string[]> {
  const waiting = await tx.developer.findMany({
    where: { portalId, status: 'PENDING', emailVerifiedAt: { not: null }, ...(lastId && { id: { gt: lastId } }) },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: BATCH,
  });
  return waiting.map(({ id }) => id);
}

/** Another worker waits for this batch, and goes on after it. A job of an older version has no row yet. */
async function lockProgress(tx: Transaction, portalId: string): Promise<Pick<PendingEvaluation, 'lastId' | 'finishedAt'>> {
  const find = () => tx.$queryRaw<Pick<PendingEvaluation, 'lastId' | 'finishedAt'>[]>`
    SELECT last_id AS "lastId", finished_at AS "finishedAt" FROM pending_evaluations WHERE portal_id = ${portalId}::uuid FOR UPDATE`;
  const [progress] = await find();
  if (progress) return progress;
  await beginEvaluation(tx, portalId);
  const [begun] = await find();
  return begun ?? { lastId: null, finishedAt: null };
}
