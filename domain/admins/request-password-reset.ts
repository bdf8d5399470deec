import { z } from 'zod';
import type { App } from '../app.ts';
import { newId } from '../ids.ts';
import { address, parseInput } from '../input.ts';
import type { JobName } from '../jobs/jobs.ts';
import { takeFromAllowance } from '../mail-allowance.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';

const requestInput = z.object({ email: address });

const MAIL: JobName = 'sendAdminPasswordResetEmail';

/**
 * Mails a reset link to an admin, within the allowance of the address; others get nothing. One statement, the same for every
 * address: the allowance, the link and the job are written together or not at all.
 * @returns the canonical form of the address, whether or not an admin has it
 * @throws InvalidInput
 */
export async function adminRequestPasswordReset(app: App, input: z.input<typeof requestInput>): Promise<{ email: string }> {
  const { canonical: email } = parseInput(requestInput, input).email;
  const now = new Date();
  const [tokenId, jobId] = [newId(), newId()];
  const hash = hashSecret(mailedToken(app.keys, 'ADMIN_RESET_PASSWORD', tokenId));
  const expiresAt = new Date(now.getTime() + app.settings.resetTtl);

  const jobs = await app.prisma.$queryRaw<{ id: string }[]>`
    WITH admin AS (SELECT id FROM admins WHERE email = ${email} FOR KEY SHARE),
    allowed AS (
      INSERT INTO admin_mail_bounds AS bound (admin_id, sent_at) SELECT id, ARRAY[${now}::timestamptz] FROM admin
      ON CONFLICT (admin_id) ${takeFromAllowance(now)} RETURNING admin_id
    ),
    link AS (
      INSERT INTO admin_tokens (id, admin_id, purpose, hash, expires_at)
      SELECT ${tokenId}::uuid, admin_id, 'ADMIN_RESET_PASSWORD', ${hash}::bytea, ${expiresAt}::timestamptz FROM allowed
    )
    INSERT INTO jobs (id, queue, name, payload)
    SELECT ${jobId}::uuid, 'MAILS', ${MAIL}, jsonb_build_object('tokenId', ${tokenId}::text) FROM allowed RETURNING id`;

  app.ring(jobs.map(({ id }) => ({ id, queue: 'MAILS', attempt: 0 })));
  return { email };
}
