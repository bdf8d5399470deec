import type { App } from '../app.ts';
import { addJobs } from '../jobs/jobs.ts';
import { transaction } from '../transaction.ts';

const BATCH = 500;

/** Adds a job `evaluateApproval` for every verified registration that is pending at a portal. Repeating it does no harm. */
export async function evaluatePending(app: App, portalId: string): Promise<void> {
  for (let after: string | undefined, isMore = true; isMore; ) {
    const waiting = await app.prisma.developer.findMany({
      where: { portalId, status: 'PENDING', emailVerifiedAt: { not: null }, ...(after && { id: { gt: after } }) },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: BATCH,
    });
    const payloads = waiting.map(({ id }) => ({ developerId: id }));
    await transaction(app, (tx) => addJobs(tx, 'evaluateApproval', portalId, payloads));
    after = waiting.at(-1)?.id;
    isMore = waiting.length === BATCH;
  }
}
