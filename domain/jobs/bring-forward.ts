import type { Prisma } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';
import type { JobName, JobPayload } from './jobs.ts';

/** Jobs with these ids that wait run at `latest` at the latest. */
export async function bringForward<Name extends JobName>(
  tx: Transaction,
  name: Name,
  portalId: string,
  ids: Partial<JobPayload<Name>>,
  latest: Prisma.Sql,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE jobs SET due_at = ${latest}
    WHERE portal_id = ${portalId}::uuid AND status = 'QUEUED' AND name = ${name}
      AND payload @> ${JSON.stringify(ids)}::jsonb AND due_at > ${latest}`;
}
