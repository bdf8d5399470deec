import type { App } from '../app.ts';

/** The people who registered with some invitations, at most `take` with each, the newest first. */
export async function listRegistered(
  app: App,
  invitationIds: string[],
  take: number,
): Promise<{ id: string; invitationId: string }[]> {
  return await app.prisma.$queryRaw`
    SELECT developer.id, invitation.id AS "invitationId"
    FROM unnest(${invitationIds}::uuid[]) invitation (id) CROSS JOIN LATERAL (
      SELECT id FROM developers WHERE invitation_id = invitation.id ORDER BY id DESC LIMIT ${take}
    ) developer
    ORDER BY developer.id DESC`;
}
