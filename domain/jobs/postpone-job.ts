import type { App } from '../app.ts';
import { type Claim, isOpen } from './claim-jobs.ts';

/** Changes nothing if another worker has the job now. */
export async function postponeJob({ prisma }: App, { id, attempt }: Claim, until: Date): Promise<void> {
  await prisma.$executeRaw`
    UPDATE jobs SET status = 'QUEUED', due_at = ${until} WHERE id = ${id}::uuid AND attempt = ${attempt} AND ${isOpen}`;
}
