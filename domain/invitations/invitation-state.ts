import { type Invitation, Prisma } from '../../prisma/generated/client/client.ts';

export type InvitationState = 'OPEN' | 'USED' | 'EXPIRED' | 'REVOKED';

type Ends = Pick<Invitation, 'used' | 'uses' | 'revokedAt' | 'expiresAt'>;

/** @param now the time of the database */
export function stateAt({ used, uses, revokedAt, expiresAt }: Ends, now: Date): InvitationState {
  if (used >= uses) return 'USED';
  if (revokedAt) return 'REVOKED';
  return expiresAt <= now ? 'EXPIRED' : 'OPEN';
}

/** The same as a condition on `invitation`. */
export const isOpen = Prisma.sql`(invitation.used < invitation.uses AND invitation.revoked_at IS NULL AND invitation.expires_at > now())`;
