import { z } from 'zod';
import type { App } from '../app.ts';
import { address, parseInput } from '../input.ts';
import { addSealedJob } from '../jobs/add-job.ts';
import type { Client } from '../mail-allowance/bounds.ts';
import { getPortal } from '../portals/find-portal.ts';

const resendInput = z.object({ portal: z.string(), email: address });

/**
 * Mails a new verification link to an address that registered and is not verified yet; others get nothing. Older links stay
 * valid.
 * @param client who asks
 * @returns the canonical form of the address, whether or not it is registered
 * @throws InvalidInput, NotFound (the portal)
 */
export async function resendVerification(
  app: App,
  input: z.input<typeof resendInput>,
  client: Client,
): Promise<{ email: string }> {
  const { email, ...rest } = parseInput(resendInput, input);
  const portal = await getPortal(app, rest.portal);
  await addSealedJob(app, 'answerStranger', portal.id, {
    act: 'RESEND_VERIFICATION',
    email: email.canonical,
    form: null,
    client,
  });
  return { email: email.canonical };
}
