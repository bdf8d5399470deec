import { Prisma } from '../../prisma/generated/client/client.ts';
import { mayDecide } from '../permissions.ts';

/** The admin or the token that made `invitation` may still decide at the portal. */
const counts = Prisma.sql`${mayDecide(Prisma.sql`invitation.inviter_id`, Prisma.sql`invitation.api_token_id`, Prisma.sql`invitation.portal_id`)}`;

/** Of a named invitation. It comes before the rules of the portal. */
export const isApprovedBeforehand = Prisma.sql`(invitation.email IS NOT NULL AND invitation.approved AND ${counts})`;

/** Of a link that is not revoked, or null. It comes after the rules, in place of `autoApprove`. */
export const approvedByLink = Prisma.sql`CASE WHEN invitation.email IS NULL AND invitation.revoked_at IS NULL AND ${counts}
  THEN invitation.approved END`;
