import { type Developer, Prisma, type PrismaClient } from '../../prisma/generated/client/client.ts';

/** Call this after the row has taken the email address, so that the unique key keeps out later reservations. */
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

/** With OFFSET the planner never reads all tokens for it. */
export const isReserved = (at: Prisma.Sql): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT FROM tokens undo JOIN developers owner ON owner.id = undo.developer_id
  WHERE undo.purpose = 'UNDO_EMAIL_CHANGE' AND undo.email = ${at}.email AND owner.portal_id = ${at}.portal_id
    AND undo.expires_at > now()
  OFFSET 0
)`;
