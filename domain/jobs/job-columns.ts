import { Prisma } from '../../prisma/generated/client/client.ts';
import type { JobName, JobPayload } from './jobs.ts';

/** Name and payload of a job, for a SELECT. */
export function jobColumns<Name extends JobName>(name: Name, payload: Record<keyof JobPayload<Name>, Prisma.Sql>): Prisma.Sql {
  const pairs = Object.entries<Prisma.Sql>(payload).map(([key, value]) => Prisma.sql`${key}::text, ${value}`);
  return Prisma.sql`${name}::text, jsonb_build_object(${Prisma.join(pairs)})`;
}
