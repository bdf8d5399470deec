import type { App } from '../app.ts';
import { evaluateAll } from '../decisions/evaluate-approval.ts';
import { addJob } from '../jobs/add-job.ts';
import { removeUnfinished } from '../jobs/remove-jobs.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { lockPortal } from './lock-portal.ts';

/**
 * @limit developers: Developers that one statement evaluates after a change of settings. Beyond: Another statement follows.
 */
export const BATCH = 200;

/** Replaces a job that waits already, so that only one waits however often somebody asks. */
export async function requestEvaluation(tx: Transaction, portalId: string): Promise<void> {
  await lockPortal(tx, portalId);
  await removeUnfinished(tx, 'evaluatePending', portalId);
  await addJob(tx, 'evaluatePending', portalId, { portalId });
}

/** Repeating it does no harm. `goesOn` is asked before each batch. */
export async function evaluatePending(app: App, portalId: string, goesOn: () => Promise<boolean>): Promise<void> {
  for (let after: string | undefined, isMore = true; isMore; ) {
    const waiting = await app.prisma.developer.findMany({
      where: { portalId, status: 'PENDING', emailVerifiedAt: { not: null }, ...(after && { id: { gt: after } }) },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: BATCH,
    });
    if (!(await goesOn())) return;
    const ids = waiting.map(({ id }) => id);
    await transaction(app, (tx) => evaluateAll(tx, ids));
    after = ids.at(-1);
    isMore = ids.length === BATCH;
  }
}
