import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';
import type { Asked } from '../jobs/asked.ts';
import type { Claim } from '../jobs/claim-jobs.ts';
import { jobColumns } from '../jobs/job-columns.ts';
import { type AnyJob, openJob, type Turned, turnedInto } from '../jobs/turn-job.ts';
import { boundsOf, kind } from '../mail-allowance/bounds.ts';
import { takeFromAllowance } from '../mail-allowance/take-from-allowance.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';

/**
 * Somebody whose account is linked to no admin logged in at the provider of the company, which vouches for the email address. One
 * statement, as for a password reset. An admin with another account at this provider gets no link.
 */
export async function answerUnlinkedAdmin(app: App, job: Pick<Claim, 'id' | 'portalId'>, asked: Asked): Promise<AnyJob | null> {
  const { email, client, account } = asked;
  if (!account) throw new Error('The job names no account.');
  const { connectionId, issuer, subject } = account;
  const tokenId = job.id;
  const bounds = boundsOf(app, null, email, { ip: client.ip, issuer, subject });
  const hash = hashSecret(mailedToken(app.keys, 'ADMIN_LINK_SSO', tokenId));
  const payload = { tokenId: Prisma.sql`${tokenId}::text`, locale: Prisma.sql`${asked.locale ?? null}::text` };
  const [turned] = await app.prisma.$queryRaw<[Turned]>`
    WITH job AS MATERIALIZED (${openJob(job.id, 'answerStranger')}),
    admin AS MATERIALIZED (
      SELECT admins.id FROM admins, job WHERE email = ${email}
        AND NOT EXISTS (SELECT FROM admin_sso_identities linked WHERE linked.admin_id = admins.id AND linked.issuer = ${issuer})
        AND EXISTS (SELECT FROM sso_connections WHERE id = ${connectionId}::uuid AND issuer = ${issuer} AND enabled)
      FOR KEY SHARE OF admins
    ),
    wanted AS (SELECT ${kind('SSO')} AS kind FROM admin),
    ${takeFromAllowance(Prisma.sql`wanted`, bounds)},
    link AS (
      INSERT INTO admin_tokens (id, admin_id, purpose, hash, connection_id, issuer, subject, expires_at, requested_at,
        requested_address, requested_user_agent)
      SELECT ${tokenId}::uuid, admin.id, 'ADMIN_LINK_SSO', ${hash}::bytea, ${connectionId}::uuid, ${issuer}, ${subject},
        ${fromNow(app.settings.resetTtl)}, job.created_at, ${client.ip}, ${client.userAgent}
      FROM job, admin, allowed
    ),
    mail AS (
      UPDATE jobs SET (name, payload) = (SELECT ${jobColumns('sendAdminSsoLinkEmail', payload)})
      FROM job, allowed WHERE jobs.id = job.id
      RETURNING jobs.name, jobs.payload
    )
    SELECT EXISTS (SELECT FROM job) AS "wasOpen", EXISTS (SELECT FROM allowed) AS "isAllowed",
      (SELECT jsonb_build_object('name', name, 'payload', payload) FROM mail) AS mail`;
  return await turnedInto(app, { id: job.id, name: 'answerStranger' }, turned);
}
