import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { fromNow } from '../clock.ts';
import { newId } from '../ids.ts';
import { jobsFrom } from '../jobs/add-job.ts';
import { boundsOf, kind } from '../mail-allowance/bounds.ts';
import { takeFromAllowance } from '../mail-allowance/take-from-allowance.ts';
import { SET_UP_LINK_TTL_MS } from '../second-factors/set-up-link.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import type { LoggedInDeveloper } from './find-session.ts';

/** Emails the link that sets up the first second factor. Call it after the right password. */
export async function mailSecondFactorLink(app: App, developer: LoggedInDeveloper, client: Client): Promise<void> {
  const { id: developerId, portalId, email, passwordHash } = developer;
  const tokenId = newId();
  const hash = hashSecret(mailedToken(app.keys, 'SECOND_FACTOR', tokenId));
  const bounds = boundsOf(app, portalId, email, { ip: client.ip, developerId });
  await app.prisma.$executeRaw`
    WITH developer AS MATERIALIZED (
      SELECT id FROM developers
      WHERE id = ${developerId}::uuid AND status = 'APPROVED' AND password_hash IS NOT DISTINCT FROM ${passwordHash} AND email = ${email}
        AND NOT has_second_factor
      FOR KEY SHARE
    ),
    wanted AS (SELECT ${kind('SECOND_FACTOR')} AS kind FROM developer),
    ${takeFromAllowance(Prisma.sql`wanted`, bounds)},
    link AS (
      INSERT INTO tokens (id, developer_id, purpose, hash, expires_at, requested_at, requested_address, requested_user_agent)
      SELECT ${tokenId}::uuid, developer.id, 'SECOND_FACTOR', ${hash}::bytea, ${fromNow(SET_UP_LINK_TTL_MS)},
        now(), ${client.ip}, ${client.userAgent}
      FROM developer, allowed
      RETURNING ${newId()}::uuid AS job_id, ${portalId}::uuid AS portal_id
    )
    ${jobsFrom(Prisma.sql`link`, 'sendSecondFactorLinkEmail', {
      tokenId: Prisma.sql`${tokenId}::text`,
      developerId: Prisma.sql`${developerId}::text`,
    })}`;
  app.ring(['MAILS']);
}
