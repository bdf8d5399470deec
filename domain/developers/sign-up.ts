import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput, PasswordLoginOff, RegistrationClosed } from '../errors.ts';
import { newId } from '../ids.ts';
import { address, name, parseInput } from '../input.ts';
import { getPortal } from '../portals/find-portal.ts';
import { isReturnTarget } from '../portals/links.ts';
import { mailStranger } from './mail-stranger.ts';
import { isReserved } from './reserved-address.ts';
import type { SignUpForm } from './sign-up-form.ts';

export type SignUpInput = { portal: string; email: string; fullName: string; returnTo?: string | null | undefined };

const signUpInput = z.object({ portal: z.string(), email: address, fullName: name, returnTo: z.string().nullish() });

/**
 * Takes a registration and mails to the address: the verification link, or the status where it is registered already.
 * Whatever the address, the answer is the same: nothing tells a stranger whether it is known.
 * @returns the canonical form of the address
 * @throws InvalidInput, NotFound (the portal), PasswordLoginOff, RegistrationClosed
 */
export async function signUp(app: App, input: SignUpInput): Promise<{ email: string }> {
  const { email, fullName, returnTo, ...rest } = parseInput(signUpInput, input);
  const portal = await getPortal(app, rest.portal);
  if (!portal.passwordLogin) throw new PasswordLoginOff();
  if (!portal.registrationOpen) throw new RegistrationClosed();
  if (returnTo && !isReturnTarget(app, portal, returnTo)) {
    throw new InvalidInput([
      { path: ['returnTo'], message: 'Must be a path, or an address on one of the origins of the portal.' },
    ]);
  }

  const form: SignUpForm = { typedEmail: email.typed, fullName, returnTo: returnTo ?? null };
  await mailStranger(
    app,
    Prisma.sql`
      INSERT INTO developers AS known (id, portal_id, email, typed_email, full_name, updated_at)
      VALUES (${newId()}::uuid, ${portal.id}::uuid, ${email.canonical}, ${email.typed}, ${fullName}, ${new Date()}::timestamptz)
      ON CONFLICT (portal_id, email) DO UPDATE SET full_name =
        CASE WHEN known.email_verified_at IS NULL THEN excluded.full_name ELSE known.full_name END
      RETURNING id, portal_id, email, ${JSON.stringify(form)}::jsonb AS form,
        CASE WHEN email_verified_at IS NULL AND NOT ${isReserved()} THEN 'VERIFICATION' ELSE 'STATUS' END AS kind`,
  );
  return { email: email.canonical };
}
