import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { JobName, JobPayload } from './jobs.ts';

/** A job of any name. */
export type AnyJob = { [Name in JobName]: { name: Name; payload: JobPayload<Name> } }[JobName];

/** What came of a statement that turns a job into that of a mail. */
export type Turned = {
  /** Whether the job still waited to be turned. */
  wasOpen: boolean;
  /** Whether there was something to mail, and the allowance for it. */
  isAllowed: boolean;
  mail: AnyJob | null;
};

/** SQL for a WITH: the job, locked, while it still has this name. */
export const openJob = (jobId: string, name: JobName): Prisma.Sql =>
  Prisma.sql`SELECT id, portal_id, created_at FROM jobs WHERE id = ${jobId}::uuid AND name = ${name} FOR UPDATE`;

/** SQL for the two columns `name` and `payload` of a job, whose values come from other queries of the statement. */
export function jobColumns<Name extends JobName>(name: Name, payload: Record<keyof JobPayload<Name>, Prisma.Sql>): Prisma.Sql {
  const pairs = Object.entries<Prisma.Sql>(payload).map(([key, value]) => Prisma.sql`${key}::text, ${value}`);
  return Prisma.sql`${name}::text, jsonb_build_object(${Prisma.join(pairs)})`;
}

/**
 * The job that an answered one has turned into. Without anything to mail, nothing is left of it.
 * @throws Error if another worker answered it, or somebody took the address, in this moment; the next attempt goes on from there
 */
export async function turnedInto(
  { prisma }: App,
  { id, name }: { id: string; name: JobName },
  { wasOpen, isAllowed, mail }: Turned,
): Promise<AnyJob | null> {
  if (mail) return mail;
  if (!wasOpen || isAllowed) throw new Error('Another worker was faster.');
  await prisma.$executeRaw`DELETE FROM jobs WHERE id = ${id}::uuid AND name = ${name}`;
  return null;
}
