import * as z from 'zod';
import type { Job } from '../../prisma/generated/client/client.ts';

/** Who gets an email. */
export type Person = { kind: 'DEVELOPER' | 'ADMIN'; id: string };

const id = z.uuid().nullish();
const ids = z.object({ developerId: id, ownerId: id, adminId: id });

/** Whom the email of a job goes to. Null if the job does not say it, as for an invitation. */
export function personOf({ payload }: Pick<Job, 'payload'>): Person | null {
  const { developerId, ownerId, adminId } = ids.safeParse(payload).data ?? {};
  if (developerId) return { kind: 'DEVELOPER', id: developerId };
  const ofAdmin = ownerId ?? adminId;
  return ofAdmin ? { kind: 'ADMIN', id: ofAdmin } : null;
}
