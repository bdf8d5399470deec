import { z } from 'zod';
import type { Prisma } from '../../prisma/generated/client/client.ts';
import type { Job, JobName, JobPayload } from './jobs.ts';

type KeyOf<Payload> = Payload extends unknown ? keyof Payload : never;

const id = z.uuid().nullish();
const ids = z.object({ developerId: id, tokenId: id, decisionId: id, identityId: id, confirmationId: id } satisfies {
  [Key in KeyOf<JobPayload<JobName>>]?: typeof id;
});

/** Null for a job about an admin or a whole portal. */
export function whomAbout({ payload, portalId }: Pick<Job, 'payload' | 'portalId'>): Prisma.DeveloperWhereInput | null {
  const { developerId, tokenId, decisionId, identityId, confirmationId } = ids.parse(payload);
  const ways: Prisma.DeveloperWhereInput[] = [
    ...(developerId ? [{ id: developerId }] : []),
    ...(tokenId ? [{ tokens: { some: { id: tokenId } } }] : []),
    ...(decisionId ? [{ decisions: { some: { id: decisionId } } }] : []),
    ...(identityId ? [{ ssoIdentities: { some: { id: identityId } } }] : []),
    ...(confirmationId ? [{ ssoConfirmations: { some: { id: confirmationId } } }] : []),
  ];
  return portalId && ways.length > 0 ? { portalId, OR: ways } : null;
}
