import { z } from 'zod';
import type { Prisma } from '../../prisma/generated/client/client.ts';
import type { Job } from './jobs.ts';

const id = z.uuid().optional();
const ids = z.object({ developerId: id, tokenId: id, decisionId: id, identityId: id, confirmationId: id });

/**
 * Where the developer is found whom a job is about: by one of the ids that it was given.
 * @returns null for a job about an admin, or about a whole portal
 */
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
