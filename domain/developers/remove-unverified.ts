import type { Developer, Token } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';

/** @limit registrations: Unverified registrations that one sweep removes. Beyond: The next sweep goes on. */
export const MOST_AT_ONCE = 500;

/**
 * Removes registrations that were never verified and for which nobody has asked for a mail in a long time. Their addresses can
 * sign up again from scratch. A registration with a valid verification link is kept. Each row is locked and checked again
 * before it is deleted, in case somebody verified it or asked for a mail in the meantime.
 * @returns how many were removed
 */
export async function removeUnverified({ prisma, settings }: App): Promise<number> {
  return await prisma.$executeRaw`
    WITH due AS (
      SELECT id FROM developers
      WHERE email_verified_at IS NULL AND asked_at <= ${ago(settings.unverifiedTtl)}
        AND NOT EXISTS (
          SELECT FROM tokens
          WHERE developer_id = developers.id AND purpose = 'VERIFY_EMAIL' AND expires_at > now()
        )
      ORDER BY asked_at LIMIT ${MOST_AT_ONCE} FOR UPDATE SKIP LOCKED
    )
    DELETE FROM developers USING due WHERE developers.id = due.id`;
}

/**
 * The earliest time at which an unverified registration is removed if nothing happens.
 * @param link the last one that was mailed
 */
export function removalOf({ settings }: App, developer: Pick<Developer, 'askedAt'>, link: Pick<Token, 'expiresAt'>): Date {
  return new Date(Math.max(developer.askedAt.getTime() + settings.unverifiedTtl, link.expiresAt.getTime()));
}
