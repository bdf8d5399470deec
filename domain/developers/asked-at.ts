import { Prisma } from '../../prisma/generated/client/client.ts';
import { hasRoom } from '../mail-allowance.ts';
import { isReserved } from './reserved-address.ts';

/**
 * SQL of when somebody last asked for a link to a registration (`known`), to be set where somebody asks now: only what is mailed
 * counts, or a stranger could put off its removal and its owner would never hear of it.
 */
export const askedAt = (now: Date): Prisma.Sql => Prisma.sql`CASE
  WHEN known.email_verified_at IS NULL AND NOT ${isReserved()} AND NOT EXISTS (
    SELECT FROM mail_bounds AS bound
    WHERE portal_id = known.portal_id AND email = known.email AND kind = 'VERIFICATION' AND NOT ${hasRoom(now)}
  ) THEN ${now}::timestamptz ELSE known.asked_at END`;
