import { Prisma } from '../../prisma/generated/client/client.ts';

/** For another link to carry. */
export const latestForm = (developer: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT form FROM tokens
  WHERE developer_id = ${developer}.id AND purpose = 'VERIFY_EMAIL' AND form IS NOT NULL ORDER BY id DESC LIMIT 1
)`;
