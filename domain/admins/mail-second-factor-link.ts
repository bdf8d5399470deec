import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client, Reader } from '../client.ts';
import { fromNow } from '../clock.ts';
import { newId } from '../ids.ts';
import { jobsFrom } from '../jobs/add-job.ts';
import { languageOf } from '../locales/language-of.ts';
import { boundsOf, kind } from '../mail-allowance/bounds.ts';
import { takeFromAllowance } from '../mail-allowance/take-from-allowance.ts';
import { SET_UP_LINK_TTL_MS } from '../second-factors/set-up-link.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';

/** `passwordHash` is that of the password that was right. */
type Recipient = { id: string; email: string; passwordHash: string | null };

/** Emails the link that sets up the first second factor. Call it after the right password. */
export async function mailSecondFactorLink(app: App, admin: Recipient, client: Client & Reader): Promise<void> {
  const locale = Prisma.sql`${languageOf(client)}::text`;
  const tokenId = newId();
  const hash = hashSecret(mailedToken(app.keys, 'ADMIN_SECOND_FACTOR', tokenId));
  await app.prisma.$executeRaw`
    WITH admin AS MATERIALIZED (
      SELECT id FROM admins WHERE id = ${admin.id}::uuid AND NOT has_second_factor
        AND password_hash = ${admin.passwordHash} FOR KEY SHARE
    ),
    wanted AS (SELECT ${kind('ADMIN_SECOND_FACTOR')} AS kind FROM admin),
    ${takeFromAllowance(Prisma.sql`wanted`, boundsOf(app, null, admin.email, client))},
    link AS (
      INSERT INTO admin_tokens (id, admin_id, purpose, hash, expires_at, requested_at, requested_address, requested_user_agent)
      SELECT ${tokenId}::uuid, admin.id, 'ADMIN_SECOND_FACTOR', ${hash}::bytea, ${fromNow(SET_UP_LINK_TTL_MS)},
        now(), ${client.ip}, ${client.userAgent}
      FROM admin, allowed
      RETURNING ${newId()}::uuid AS job_id, NULL::uuid AS portal_id
    )
    ${jobsFrom(Prisma.sql`link`, 'sendAdminSecondFactorLinkEmail', { tokenId: Prisma.sql`${tokenId}::text`, locale })}`;
  app.ring(['MAILS']);
}
