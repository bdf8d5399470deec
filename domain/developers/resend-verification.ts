import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { address, parseInput } from '../input.ts';
import { getPortal } from '../portals/find-portal.ts';
import { askedAt } from './asked-at.ts';
import { knownForm } from './known-form.ts';
import { mailStranger } from './mail-stranger.ts';
import { isReserved } from './reserved-address.ts';

const resendInput = z.object({ portal: z.string(), email: address });

/**
 * Mails a new verification link to an address that registered and is not verified yet; others get nothing. Older links stay
 * valid.
 * @returns the canonical form of the address, whether or not it is registered
 * @throws InvalidInput, NotFound (the portal)
 */
export async function resendVerification(app: App, input: z.input<typeof resendInput>): Promise<{ email: string }> {
  const { email, ...rest } = parseInput(resendInput, input);
  const portal = await getPortal(app, rest.portal);
  await mailStranger(
    app,
    Prisma.sql`
      UPDATE developers known SET asked_at = ${askedAt(new Date())}
      WHERE portal_id = ${portal.id}::uuid AND email = ${email.canonical} AND email_verified_at IS NULL AND NOT ${isReserved()}
      RETURNING id, portal_id, email, ${knownForm} AS form, 'VERIFICATION' AS kind`,
  );
  return { email: email.canonical };
}
