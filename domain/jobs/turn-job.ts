import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { JobName, JobPayload } from './jobs.ts';

export type AnyJob = { [Name in JobName]: { name: Name; payload: JobPayload<Name> } }[JobName];

export type Turned = {
  wasOpen: boolean;
  isAllowed: boolean;
  mail: AnyJob | null;
};

export const openJob = (jobId: string, name: JobName): Prisma.Sql =>
  Prisma.sql`SELECT id, portal_id, created_at FROM jobs WHERE id = ${jobId}::uuid AND name = ${name} FOR UPDATE`;

/** If there is nothing to mail, the job is removed, so that nothing shows who asked. */
export async function turnedInto(
  { prisma }: App,
  { id, name }: { id: string; name: JobName },
  { wasOpen, isAllowed, mail }: Turned,
): Promise<AnyJob | null> {
  if (mail) return mail;
  // Another worker changed the job, or another person took the email address, at the same moment.
  if (!wasOpen || isAllowed) throw new Error('Another worker was faster.');
  await prisma.$executeRaw`DELETE FROM jobs WHERE id = ${id}::uuid AND name = ${name}`;
  return null;
}
