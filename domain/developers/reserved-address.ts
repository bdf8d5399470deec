import { type Developer, Prisma, type PrismaClient } from '../../prisma/generated/client/client.ts';

/**
 * What keeps an address from everyone but one developer, who changed away from it: the link that undoes the change, while it lives.
 * The unique key decides between two who want one address, and nobody can begin to reserve an address that somebody else has. So
 * whoever takes one takes it first, by a row that holds it, and looks here after that: what is seen then stays true.
 * @param holder whoever has or wants the address; what is reserved for that developer is free
 */
export async function findReservation(
  db: Pick<PrismaClient, 'token'>,
  { id, portalId, email }: Pick<Developer, 'id' | 'portalId' | 'email'>,
) {
  return await db.token.findFirst({
    where: {
      purpose: 'UNDO_EMAIL_CHANGE',
      email,
      expiresAt: { gt: new Date() },
      developer: { portalId, id: { not: id } },
    },
  });
}

/** The same as an SQL condition on an unverified registration, `known`. */
export const isReserved = (): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT FROM tokens undo JOIN developers owner ON owner.id = undo.developer_id
  WHERE undo.purpose = 'UNDO_EMAIL_CHANGE' AND undo.email = known.email AND owner.portal_id = known.portal_id
    AND undo.expires_at > ${new Date()}::timestamptz
)`;
