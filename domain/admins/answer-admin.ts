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

/** One statement, so that the allowance, the link and the job are written together or not at all. */
export async function answerAdmin(app: App, job: Pick<Claim, 'id' | 'portalId'>, asked: Asked): Promise<AnyJob | null> {
  const { email, client } = asked;
  const tokenId = job.id;
  const bounds = boundsOf(app, null, email, client);
  const hash = hashSecret(mailedToken(app.keys, 'ADMIN_RESET_PASSWORD', tokenId));
  const payload = { tokenId: Prisma.sql`${tokenId}::text`, locale: Prisma.sql`${asked.locale ?? null}::text` };
  const [turned] = await app.prisma.$queryRaw<[Turned]>`
    WITH job AS MATERIALIZED (${openJob(job.id, 'answerStranger')}),
    admin AS MATERIALIZED (SELECT admins.id FROM admins, job WHERE email = ${email} FOR KEY SHARE OF admins),
    wanted AS (SELECT ${kind('ADMIN_RESET')} AS kind FROM admin),
    ${takeFromAllowance(Prisma.sql`wanted`, bounds)},
    link AS (
      INSERT INTO admin_tokens (id, admin_id, purpose, hash, expires_at, requested_at, requested_address, requested_user_agent)
      SELECT ${tokenId}::uuid, admin.id, 'ADMIN_RESET_PASSWORD', ${hash}::bytea, ${fromNow(app.settings.resetTtl)},
        job.created_at, ${client.ip}, ${client.userAgent}
      FROM job, admin, allowed
    ),
    mail AS (
      UPDATE jobs SET (name, payload) = (SELECT ${jobColumns('sendAdminPasswordResetEmail', payload)})
      FROM job, allowed WHERE jobs.id = job.id
      RETURNING jobs.name, jobs.payload
    )
    SELECT EXISTS (SELECT FROM job) AS "wasOpen", EXISTS (SELECT FROM allowed) AS "isAllowed",
      (SELECT jsonb_build_object('name', name, 'payload', payload) FROM mail) AS mail`;
  return await turnedInto(app, { id: job.id, name: 'answerStranger' }, turned);
}
