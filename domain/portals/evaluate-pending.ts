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

/**
 * Asks for every verified registration that is pending at a portal to be evaluated. The job takes the place of one that was asked
 * for before and is not done, so however often somebody asks, one waits.
 */
export async function requestEvaluation(tx: Transaction, portalId: string): Promise<void> {
  await lockPortal(tx, portalId);
  await removeUnfinished(tx, 'evaluatePending', portalId);
  await addJob(tx, 'evaluatePending', portalId, { portalId });
}

/**
 * Evaluates every verified registration that is pending at a portal, a batch in each transaction. Repeating it does no harm.
 * @param goesOn asked before each batch; after a no, nothing more is done
 */
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
