import { traceparent } from '../../current-work.ts';
import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { newId } from '../ids.ts';
import type { Ringing } from '../transaction.ts';
import { jobColumns } from './job-columns.ts';
import { isUrgent, type JobName, type JobPayload, queueOf, type SealedJobName } from './jobs.ts';
import { sealPayload } from './payload.ts';

type OpenJobName = Exclude<JobName, SealedJobName>;

/** The workers are notified after the commit. With `portalId` null, only admins of all portals may see the job. */
export async function addJob<Name extends OpenJobName>(
  tx: Ringing,
  name: Name,
  portalId: string | null,
  payload: JobPayload<Name>,
  dueAt?: Date,
): Promise<void> {
  await addJobs(tx, name, portalId, [payload], dueAt);
}

export async function addJobs<Name extends OpenJobName>(
  tx: Ringing,
  name: Name,
  portalId: string | null,
  payloads: JobPayload<Name>[],
  dueAt?: Date,
): Promise<void> {
  if (payloads.length === 0) return;
  const rows = payloads.map((payload) => ({ id: newId(), payload }));
  await insertJobs(tx, name, portalId, rows, dueAt);
  if (!dueAt) tx.rings.add(queueOf(name));
}

/**
 * For a statement of several parts: one job for each row of `source`, by its `job_id` and `portal_id`. Call `app.ring` after it.
 * @param payload may name columns of `source`, as `dueAt` may
 */
export const jobsFrom = <Name extends OpenJobName>(
  source: Prisma.Sql,
  name: Name,
  payload: Record<keyof JobPayload<Name>, Prisma.Sql>,
  dueAt = Prisma.sql`now()`,
): Prisma.Sql => Prisma.sql`
  INSERT INTO jobs (id, queue, is_urgent, portal_id, name, payload, due_at, trace)
  SELECT job_id, ${queueOf(name)}::"Queue", ${isUrgent(name)}, portal_id, ${jobColumns(name, payload)}, ${dueAt}, ${traceparent()}::text FROM ${source}`;

/** It is one statement, so its time reveals nothing about the sealed content. */
export async function addSealedJob<Name extends SealedJobName>(
  app: App,
  name: Name,
  portalId: string | null,
  payload: JobPayload<Name>,
): Promise<void> {
  const id = newId();
  await insertJobs(app.prisma, name, portalId, [{ id, payload: sealPayload(app, name, id, payload) }]);
  app.ring([queueOf(name)]);
}

async function insertJobs(
  db: Pick<Prisma.TransactionClient, '$executeRaw'>,
  name: JobName,
  portalId: string | null,
  jobs: { id: string; payload: object }[],
  dueAt?: Date,
): Promise<void> {
  const queue = queueOf(name);
  const due = dueAt ?? Prisma.sql`DEFAULT`;
  const trace = traceparent();
  const rows = jobs.map(
    ({ id, payload }) =>
      Prisma.sql`(${id}::uuid, ${queue}::"Queue", ${isUrgent(name)}, ${portalId}::uuid, ${name}, ${JSON.stringify(payload)}::jsonb, ${due}, ${trace})`,
  );
  await db.$executeRaw`INSERT INTO jobs (id, queue, is_urgent, portal_id, name, payload, due_at, trace) VALUES ${Prisma.join(rows)}`;
}
