import { z } from 'zod';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { NotAllowed } from '../errors.ts';
import { isId } from '../ids.ts';
import { ids, parseInput } from '../input.ts';
import { type AdminWithRoles, inReach, may } from '../permissions.ts';

const retryInput = z.object({ ids });

/** Ids of other jobs are ignored, so a second call does no harm. */
export async function retryJobs(app: App, admin: AdminWithRoles | null, input: z.input<typeof retryInput>) {
  if (!admin) throw new NotAllowed();
  const { ids } = parseInput(retryInput, input);
  const failed = await app.prisma.job.findMany({
    where: { id: { in: ids.filter(isId) }, status: 'FAILED', ...inReach(admin) },
  });
  const decidable = failed.filter(({ portalId }) => may(admin, 'decide', portalId)).map(({ id }) => id);
  if (failed.length > 0 && decidable.length === 0) throw new NotAllowed();
  const retried = await app.prisma.job.updateManyAndReturn({
    where: { id: { in: decidable }, status: 'FAILED' },
    data: { status: 'QUEUED', attempt: 0, dueAt: await databaseNow(app.prisma), finishedAt: null, lastError: null },
  });
  app.ring(new Set(retried.map(({ queue }) => queue)));
  return retried;
}
