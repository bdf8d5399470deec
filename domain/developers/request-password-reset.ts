import { z } from 'zod';
import type { App } from '../app.ts';
import { PasswordLoginOff } from '../errors.ts';
import { address, parseInput } from '../input.ts';
import { addSealedJob } from '../jobs/add-job.ts';
import type { Client } from '../mail-allowance/bounds.ts';
import { getPortal } from '../portals/find-portal.ts';

const requestInput = z.object({ portal: z.string(), email: address });

/**
 * Mails the address what helps its owner to get in:
 * - pending or approved, with a verified address: a reset link, even if no password was ever chosen
 * - unverified: the verification link, or a notice if the address is reserved for somebody else
 * - rejected, revoked, or able to log in by SSO only: their status, which says what to do
 * - not registered: nothing
 * @param client who asks
 * @returns the canonical form of the address, whether or not it is registered
 * @throws InvalidInput, NotFound (the portal), PasswordLoginOff
 */
export async function requestPasswordReset(
  app: App,
  input: z.input<typeof requestInput>,
  client: Client,
): Promise<{ email: string }> {
  const { email, ...rest } = parseInput(requestInput, input);
  const portal = await getPortal(app, rest.portal);
  if (!portal.passwordLogin) throw new PasswordLoginOff();
  await addSealedJob(app, 'answerStranger', portal.id, { act: 'RESET_PASSWORD', email: email.canonical, form: null, client });
  return { email: email.canonical };
}
