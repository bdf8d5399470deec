import { type Developer, Prisma, type PrismaClient } from '../../prisma/generated/client/client.ts';

/**
 * The reservation of an address: the link that undoes a change away from it, while that link is valid. It keeps the address
 * from everyone but the developer who had it. Call this after the address was taken by a row of one's own: the unique key
 * decides between two who want it, and nobody can begin to reserve an address that somebody else has, so what is found then
 * stays true. A reservation for the developer with this `id` does not count; there is
 * none for a person who is not registered.
 * @returns null if the address is not reserved
 */
export async function findReservation(
  db: Pick<PrismaClient, '$queryRaw'>,
  { id = null, portalId, email }: Pick<Developer, 'portalId' | 'email'> & { id?: string | null },
): Promise<{ typedEmail: string | null } | null> {
  const [reservation] = await db.$queryRaw<{ typedEmail: string | null }[]>`
    SELECT undo.typed_email AS "typedEmail" FROM tokens undo JOIN developers owner ON owner.id = undo.developer_id
    WHERE undo.purpose = 'UNDO_EMAIL_CHANGE' AND undo.email = ${email} AND undo.expires_at > now()
      AND owner.portal_id = ${portalId}::uuid AND owner.id IS DISTINCT FROM ${id}::uuid
    LIMIT 1`;
  return reservation ?? null;
}

/** Whether an email address is reserved, as SQL. @param at the query or table with its `email` and `portal_id` */
export const isReserved = (at: Prisma.Sql): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT FROM tokens undo JOIN developers owner ON owner.id = undo.developer_id
  WHERE undo.purpose = 'UNDO_EMAIL_CHANGE' AND undo.email = ${at}.email AND owner.portal_id = ${at}.portal_id
    AND undo.expires_at > now()
)`;
