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
 * Mails to the address what helps its owner in: a reset link to those with a verified address, pending or approved, also where
 * no password was ever chosen; the verification link to the unverified; their status to the rejected and revoked, and to those who come
 * in by SSO alone, with how; nothing to others.
 * @returns the canonical form of the address, whatever it is
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

/** SQL of whether a registration (`known`) has no password and a provider that lets it in. */
const hasSsoOnly = Prisma.sql`(password_hash IS NULL AND EXISTS (
  SELECT FROM sso_identities identity
  JOIN sso_connections connection ON connection.portal_id = identity.portal_id AND connection.issuer = identity.issuer
  WHERE identity.developer_id = known.id AND connection.enabled
))`;
