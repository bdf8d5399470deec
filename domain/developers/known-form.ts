import { Prisma } from '../../prisma/generated/client/client.ts';

/** SQL of what the last sign-up form for an unverified registration (`known`) said, for another link that carries it. */
export const knownForm = Prisma.sql`(
  SELECT form FROM tokens WHERE developer_id = known.id AND purpose = 'VERIFY_EMAIL' AND form IS NOT NULL ORDER BY id DESC LIMIT 1
)`;
