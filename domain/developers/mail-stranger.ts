import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { newId } from '../ids.ts';
import type { JobName } from '../jobs/jobs.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import { takeFromMailBound } from './mail-bound.ts';

const VERIFY: JobName = 'sendVerificationEmail';
const RESET: JobName = 'sendPasswordResetEmail';
const STATUS: JobName = 'sendRegistrationStatusEmail';

/**
 * Mails an address that a stranger entered, within the allowance of that address: the verification link, the reset link, or the
 * status, as `developer` says. It is one statement, the same for every address: the registration, the allowance, the link and
 * the job are written together or not at all.
 * @param developer SQL for use in a WITH that returns at most one row: `id`, `portal_id`, `email`, `form` (what a verification
 * link carries, as jsonb) and `kind` (VERIFICATION, RESET or STATUS)
 */
export async function mailStranger(app: App, developer: Prisma.Sql): Promise<void> {
  const { keys, settings } = app;
  const now = new Date();
  const [tokenId, jobId] = [newId(), newId()];
  const link = (purpose: 'VERIFY_EMAIL' | 'RESET_PASSWORD', ttl: number) => ({
    hash: hashSecret(mailedToken(keys, purpose, tokenId)),
    expiresAt: new Date(now.getTime() + ttl),
  });
  const [verification, reset] = [link('VERIFY_EMAIL', settings.verificationTtl), link('RESET_PASSWORD', settings.resetTtl)];

  const jobs = await app.prisma.$queryRaw<{ id: string }[]>`
    WITH developer AS (${developer}),
    allowed AS (${takeFromMailBound(Prisma.sql`developer`, now)}),
    link AS (
      INSERT INTO tokens (id, developer_id, purpose, hash, form, expires_at)
      SELECT ${tokenId}::uuid, developer.id, kinds.purpose, kinds.hash, kinds.form, kinds.expires_at
      FROM developer, allowed, LATERAL (VALUES
        ('VERIFICATION'::"StrangerMail", 'VERIFY_EMAIL'::"TokenPurpose", ${verification.hash}::bytea, developer.form, ${verification.expiresAt}::timestamptz),
        ('RESET', 'RESET_PASSWORD', ${reset.hash}::bytea, NULL, ${reset.expiresAt}::timestamptz)
      ) AS kinds (kind, purpose, hash, form, expires_at)
      WHERE kinds.kind = allowed.kind
    )
    INSERT INTO jobs (id, queue, portal_id, name, payload)
    SELECT ${jobId}::uuid, 'MAILS', portal_id,
      CASE allowed.kind WHEN 'VERIFICATION' THEN ${VERIFY} WHEN 'RESET' THEN ${RESET} ELSE ${STATUS} END,
      CASE allowed.kind WHEN 'STATUS' THEN jsonb_build_object('developerId', developer.id)
                                      ELSE jsonb_build_object('tokenId', ${tokenId}::text) END
    FROM developer, allowed RETURNING id`;

  app.ring(jobs.map(({ id }) => ({ id, queue: 'MAILS', attempt: 0 })));
}
