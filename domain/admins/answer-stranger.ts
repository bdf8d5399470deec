import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';
import type { JobName } from '../jobs/jobs.ts';
import { takeFromAllowance } from '../mail-allowance.ts';
import { type Answered, openJob } from '../strangers/answer.ts';
import type { Asked } from '../strangers/asked.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';

const MAIL: JobName = 'sendAdminPasswordResetEmail';

/**
 * Has a reset link mailed if the address is an admin's, within its allowance. One statement: the allowance, the link and the job are
 * written together or not at all.
 */
export async function answerAdmin(app: App, jobId: string, { email, client, bounds }: Asked): Promise<Answered> {
  const tokenId = jobId;
  const hash = hashSecret(mailedToken(app.keys, 'ADMIN_RESET_PASSWORD', tokenId));
  const [answered] = await app.prisma.$queryRaw<[Answered]>`
    WITH job AS MATERIALIZED (${openJob(jobId)}),
    admin AS MATERIALIZED (SELECT admins.id FROM admins, job WHERE email = ${email} FOR KEY SHARE OF admins),
    wanted AS (SELECT 'ADMIN_RESET' AS kind FROM admin),
    ${takeFromAllowance(Prisma.sql`wanted`, bounds)},
    link AS (
      INSERT INTO admin_tokens (id, admin_id, purpose, hash, expires_at, requested_at, requested_address, requested_user_agent)
      SELECT ${tokenId}::uuid, admin.id, 'ADMIN_RESET_PASSWORD', ${hash}::bytea, ${fromNow(app.settings.resetTtl)},
        job.created_at, ${client.address}, ${client.userAgent}
      FROM job, admin, allowed
    ),
    mail AS (
      UPDATE jobs SET name = ${MAIL}, payload = jsonb_build_object('tokenId', ${tokenId}::text)
      FROM job, allowed WHERE jobs.id = job.id
      RETURNING jobs.name, jobs.payload
    )
    SELECT EXISTS (SELECT FROM job) AS "wasOpen", EXISTS (SELECT FROM allowed) AS "isAllowed",
      (SELECT jsonb_build_object('name', name, 'payload', payload) FROM mail) AS mail`;
  return answered;
}
