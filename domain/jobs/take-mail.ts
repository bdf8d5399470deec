import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Bounds, StrangerMail } from '../mail-allowance/bounds.ts';
import { takeFromAllowance } from '../mail-allowance/take-from-allowance.ts';
import type { JobPayload } from './jobs.ts';

type Link = { table: 'tokens' | 'sso_confirmations'; id: string };

const BOUNDS: keyof JobPayload<'sendConfirmEmailChangeEmail'> & keyof JobPayload<'sendSsoConfirmationEmail'> = 'bounds';

/** Counts the mail once for all attempts of its job. If the allowance is used up, deletes the link. */
export async function takeMail(
  app: App,
  jobId: string,
  kind: StrangerMail,
  bounds: Bounds,
  link: Link,
  also = Prisma.sql`SELECT`,
): Promise<boolean> {
  const [{ wasOpen, isAllowed }] = await app.prisma.$queryRaw<[{ wasOpen: boolean; isAllowed: boolean }]>`
    WITH job AS MATERIALIZED (SELECT id FROM jobs WHERE id = ${jobId}::uuid AND jsonb_exists(payload, ${BOUNDS}::text) FOR UPDATE),
    wanted AS (SELECT ${kind} AS kind FROM job),
    ${takeFromAllowance(Prisma.sql`wanted`, bounds)},
    taken AS (UPDATE jobs SET payload = payload - ${BOUNDS}::text FROM job, allowed WHERE jobs.id = job.id),
    ended AS (
      DELETE FROM ${Prisma.raw(link.table)} AS link USING job WHERE link.id = ${link.id}::uuid AND NOT EXISTS (SELECT FROM allowed)
    ),
    also AS (${also})
    SELECT EXISTS (SELECT FROM job) AS "wasOpen", EXISTS (SELECT FROM allowed) AS "isAllowed"`;
  if (!wasOpen) throw new Error('Another worker was faster.');
  return isAllowed;
}
