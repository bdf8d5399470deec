import { Prisma } from '../../prisma/generated/client/client.ts';
import { takeFromAllowance } from '../mail-allowance.ts';

/**
 * SQL that takes one mail from the allowance of an address at a portal; each kind has its own allowance. It is a data-modifying
 * statement for use in a WITH, and returns the `kind`, or no row if the allowance is used up.
 * @param source a WITH query with the columns `portal_id`, `email` and `kind`
 */
export function takeFromMailBound(source: Prisma.Sql, now: Date): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO mail_bounds AS bound (portal_id, email, kind, sent_at)
    SELECT portal_id, email, kind::"StrangerMail", ARRAY[${now}::timestamptz] FROM ${source}
    ON CONFLICT (portal_id, email, kind) ${takeFromAllowance(now)}
    RETURNING kind`;
}
