import type { Developer, Token } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

/** Registrations at most that are removed at once; the next sweep goes on. */
const MOST_AT_ONCE = 500;

/**
 * Removes registrations that were never verified, and that nobody asked a mail for in a long time; their addresses can sign up
 * from scratch. A verification link that is still good keeps its registration. Each row is locked and looked at once more before it
 * goes: whoever verified it or asked for a mail meanwhile changed what is looked at.
 * @returns how many
 */
export async function removeUnverified({ prisma, settings }: App): Promise<number> {
  const now = Date.now();
  return await prisma.$executeRaw`
    WITH due AS (
      SELECT id FROM developers
      WHERE email_verified_at IS NULL AND asked_at <= ${new Date(now - settings.unverifiedTtl)}::timestamptz
        AND NOT EXISTS (
          SELECT FROM tokens
          WHERE developer_id = developers.id AND purpose = 'VERIFY_EMAIL' AND expires_at > ${new Date(now)}::timestamptz
        )
      ORDER BY asked_at LIMIT ${MOST_AT_ONCE} FOR UPDATE SKIP LOCKED
    )
    DELETE FROM developers USING due WHERE developers.id = due.id`;
}

/** When an unverified registration is removed at the earliest, if nothing happens. @param link the last one that was mailed */
export function removalOf({ settings }: App, developer: Pick<Developer, 'askedAt'>, link: Pick<Token, 'expiresAt'>): Date {
  return new Date(Math.max(developer.askedAt.getTime() + settings.unverifiedTtl, link.expiresAt.getTime()));
}
