import { Prisma } from '../../prisma/generated/client/client.ts';

/** The last sign-up form of an unverified registration (`known`), as SQL, so that another link can carry it. */
export const knownForm = Prisma.sql`(
  SELECT form FROM tokens WHERE developer_id = known.id AND purpose = 'VERIFY_EMAIL' AND form IS NOT NULL ORDER BY id DESC LIMIT 1
)`;
