import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput, RegistrationClosed } from '../errors.ts';
import { newId } from '../ids.ts';
import { address, name, parseInput } from '../input.ts';
import type { JobName } from '../jobs/jobs.ts';
import { getPortal } from '../portals/find-portal.ts';
import { isReturnTarget } from '../portals/links.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import { takeFromMailBound } from './mail-bound.ts';
import type { SignUpForm } from './sign-up-form.ts';

const VERIFY: JobName = 'sendVerificationEmail';
const STATUS: JobName = 'sendRegistrationStatusEmail';

export type SignUpInput = { portal: string; email: string; fullName: string; returnTo?: string | null | undefined };

const signUpInput = z.object({ portal: z.string(), email: address, fullName: name, returnTo: z.string().nullish() });

/**
 * Takes a registration and mails to the address: the verification link, or the status where it is registered already.
 * Whatever the address, the answer is the same and the same statement runs: nothing tells a stranger whether it is known.
 * @returns the canonical form of the address
 * @throws InvalidInput, NotFound (the portal), RegistrationClosed
 */
export async function signUp(app: App, input: SignUpInput): Promise<{ email: string }> {
  const { email, fullName, returnTo, ...rest } = parseInput(signUpInput, input);
  const portal = await getPortal(app, rest.portal);
  if (!portal.registrationOpen) throw new RegistrationClosed();
  if (returnTo && !isReturnTarget(app, portal, returnTo)) {
    throw new InvalidInput([
      { path: ['returnTo'], message: 'Must be a path, or an address on one of the origins of the portal.' },
    ]);
  }

  const form: SignUpForm = { typedEmail: email.typed, fullName, returnTo: returnTo ?? null };
  const now = new Date();
  const [tokenId, jobId] = [newId(), newId()];
  const hash = hashSecret(mailedToken(app.keys, 'VERIFY_EMAIL', tokenId));
  const expiresAt = new Date(now.getTime() + app.settings.verificationTtl);

  // One statement for all of it: registration, allowance, link and job are written together or not at all.
  const jobs = await app.prisma.$queryRaw<{ id: string }[]>`
    WITH developer AS (
      INSERT INTO developers AS known (id, portal_id, email, typed_email, full_name, updated_at)
      VALUES (${newId()}::uuid, ${portal.id}::uuid, ${email.canonical}, ${email.typed}, ${fullName}, ${now}::timestamptz)
      ON CONFLICT (portal_id, email) DO UPDATE SET full_name =
        CASE WHEN known.email_verified_at IS NULL THEN excluded.full_name ELSE known.full_name END
      RETURNING id, portal_id, email, CASE WHEN email_verified_at IS NULL THEN 'VERIFICATION' ELSE 'STATUS' END AS kind
    ), allowed AS (
      ${takeFromMailBound(Prisma.sql`developer`, now)}
    ), link AS (
      INSERT INTO tokens (id, purpose, hash, developer_id, form, expires_at)
      SELECT ${tokenId}::uuid, 'VERIFY_EMAIL', ${hash}, developer.id, ${JSON.stringify(form)}::jsonb, ${expiresAt}::timestamptz
      FROM developer, allowed WHERE allowed.kind = 'VERIFICATION'
    )
    INSERT INTO jobs (id, queue, portal_id, name, payload)
    SELECT ${jobId}::uuid, 'MAILS', portal_id,
      CASE allowed.kind WHEN 'VERIFICATION' THEN ${VERIFY} ELSE ${STATUS} END,
      CASE allowed.kind WHEN 'VERIFICATION' THEN jsonb_build_object('tokenId', ${tokenId}::text)
                                            ELSE jsonb_build_object('developerId', developer.id) END
    FROM developer, allowed RETURNING id`;

  app.ring(jobs.map(({ id }) => ({ id, queue: 'MAILS', attempt: 0 })));
  return { email: email.canonical };
}
