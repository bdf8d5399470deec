import type { Developer, Token } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';

/** @limit registrations: Unverified registrations that one sweep removes. Beyond: The next sweep goes on. */
export const MOST_AT_ONCE = 500;

/**
 * Keeps registrations with a valid link. Checks each locked row again, because somebody may have verified it in the meantime.
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

/** `link` is the last one that was mailed. */
export function removalOf({ settings }: App, developer: Pick<Developer, 'askedAt'>, link: Pick<Token, 'expiresAt'>): Date {
  return new Date(Math.max(developer.askedAt.getTime() + settings.unverifiedTtl, link.expiresAt.getTime()));
}
