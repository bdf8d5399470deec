import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { JobName, JobPayload } from './jobs.ts';

export type AnyJob = { [Name in JobName]: { name: Name; payload: JobPayload<Name> } }[JobName];

export type Turned = {
  wasOpen: boolean;
  isAllowed: boolean;
  mail: AnyJob | null;
};

/** A query of a WITH: locks the job, if it still has this name. */
export const openJob = (jobId: string, name: JobName): Prisma.Sql =>
  Prisma.sql`SELECT id, portal_id, created_at FROM jobs WHERE id = ${jobId}::uuid AND name = ${name} FOR UPDATE`;

/** The columns `name` and `payload` of a job, with values from other queries of the statement. */
export function jobColumns<Name extends JobName>(name: Name, payload: Record<keyof JobPayload<Name>, Prisma.Sql>): Prisma.Sql {
  const pairs = Object.entries<Prisma.Sql>(payload).map(([key, value]) => Prisma.sql`${key}::text, ${value}`);
  return Prisma.sql`${name}::text, jsonb_build_object(${Prisma.join(pairs)})`;
}

/** The job of the mail. If there is nothing to mail, the job is removed, so that nothing says who asked. */
export async function turnedInto(
  { prisma }: App,
  { id, name }: { id: string; name: JobName },
  { wasOpen, isAllowed, mail }: Turned,
): Promise<AnyJob | null> {
  if (mail) return mail;
  // Another worker turned it, or somebody took the address, in this moment.
  if (!wasOpen || isAllowed) throw new Error('Another worker was faster.');
  await prisma.$executeRaw`DELETE FROM jobs WHERE id = ${id}::uuid AND name = ${name}`;
  return null;
}
