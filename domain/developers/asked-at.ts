import { Prisma } from '../../prisma/generated/client/client.ts';
import { hasRoom } from '../mail-allowance.ts';
import { isReserved } from './reserved-address.ts';

/**
 * The new `asked_at` of a registration (`known`), as SQL, when somebody asks for a link now. Only a request that is mailed
 * counts, or a stranger could put off the removal of the registration without its owner ever hearing of it.
 */
export const askedAt = (now: Date): Prisma.Sql => Prisma.sql`CASE
  WHEN known.email_verified_at IS NULL AND NOT ${isReserved()} AND NOT EXISTS (
    SELECT FROM mail_bounds AS bound
    WHERE portal_id = known.portal_id AND email = known.email AND kind = 'VERIFICATION' AND NOT ${hasRoom(now)}
  ) THEN ${now}::timestamptz ELSE known.asked_at END`;
