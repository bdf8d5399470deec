import * as z from 'zod';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { NotAllowed } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { isId } from '../ids.ts';
import { ids, parseInput } from '../input.ts';
import { type Caller, inReach, may } from '../permissions.ts';
import { transaction } from '../transaction.ts';

const retryInput = z.object({ ids });

/** Ids of other jobs are ignored, so a second call does no harm. */
export async function retryJobs(app: App, caller: Caller | null, input: z.input<typeof retryInput>) {
  if (!caller) throw new NotAllowed();
  const { ids } = parseInput(retryInput, input);
  const failed = await app.prisma.job.findMany({
    where: { id: { in: ids.filter(isId) }, status: 'FAILED', ...inReach(caller) },
  });
  const decidable = failed.filter(({ portalId }) => may(caller, 'decide', portalId)).map(({ id }) => id);
  if (failed.length > 0 && decidable.length === 0) throw new NotAllowed();
  return await transaction(app, async (tx) => {
    const retried = await tx.job.updateManyAndReturn({
      where: { id: { in: decidable }, status: 'FAILED' },
      data: { status: 'QUEUED', attempt: 0, dueAt: await databaseNow(tx), finishedAt: null, lastError: null },
    });
    for (const { queue } of retried) tx.rings.add(queue);
    // The email of a decision has its id. It was tried, so the person may have learned of the decision.
    await tx.decision.updateMany({ where: { id: { in: retried.map(({ id }) => id) } }, data: { undoableUntil: null } });
    const events = retried.map(({ id, name, portalId }) => ({
      type: 'job.retried' as const,
      portalId,
      actor: byCaller(caller),
      subject: { kind: 'JOB' as const, id },
      data: { name },
    }));
    await record(tx, ...events);
    return retried;
  });
}
