import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { PasswordLoginOff } from '../errors.ts';
import { address, parseInput } from '../input.ts';
import { getPortal } from '../portals/find-portal.ts';
import { askedAt } from './asked-at.ts';
import { knownForm } from './known-form.ts';
import { mailStranger } from './mail-stranger.ts';
import { isReserved } from './reserved-address.ts';

const requestInput = z.object({ portal: z.string(), email: address });

/**
 * Mails the address what helps its owner to get in:
 * - pending or approved, with a verified address: a reset link, even if no password was ever chosen
 * - unverified: the verification link, or a notice if the address is reserved for somebody else
 * - rejected, revoked, or able to log in by SSO only: their status, which says what to do
 * - not registered: nothing
 * @returns the canonical form of the address, whether or not it is registered
 * @throws InvalidInput, NotFound (the portal), PasswordLoginOff
 */
export async function requestPasswordReset(app: App, input: z.input<typeof requestInput>): Promise<{ email: string }> {
  const { email, ...rest } = parseInput(requestInput, input);
  const portal = await getPortal(app, rest.portal);
  if (!portal.passwordLogin) throw new PasswordLoginOff();
  await mailStranger(
    app,
    Prisma.sql`
      UPDATE developers known SET asked_at = ${askedAt(new Date())}
      WHERE portal_id = ${portal.id}::uuid AND email = ${email.canonical}
      RETURNING id, portal_id, email, ${knownForm} AS form,
        CASE WHEN email_verified_at IS NULL AND NOT ${isReserved()} THEN 'VERIFICATION'
          WHEN email_verified_at IS NULL OR status IN ('REJECTED', 'REVOKED') OR ${hasSsoOnly} THEN 'STATUS' ELSE 'RESET' END AS kind`,
  );
  return { email: email.canonical };
}

/** Whether a registration (`known`) has no password but can log in by SSO, as SQL. */
const hasSsoOnly = Prisma.sql`(password_hash IS NULL AND EXISTS (
  SELECT FROM sso_identities identity
  JOIN sso_connections connection ON connection.portal_id = identity.portal_id AND connection.issuer = identity.issuer
  WHERE identity.developer_id = known.id AND connection.enabled
))`;
