import { z } from 'zod';
import type { App } from '../app.ts';
import { address, parseInput } from '../input.ts';
import { addSealedJob } from '../jobs/add-job.ts';
import type { Client } from '../mail-allowance/bounds.ts';

const requestInput = z.object({ email: address });

/**
 * Mails a reset link to an admin, within the allowance of the address; others get nothing.
 * @param client who asks
 * @returns the canonical form of the address, whether or not an admin has it
 * @throws InvalidInput
 */
export async function adminRequestPasswordReset(
  app: App,
  input: z.input<typeof requestInput>,
  client: Client,
): Promise<{ email: string }> {
  const { canonical: email } = parseInput(requestInput, input).email;
  await addSealedJob(app, 'answerStranger', null, { act: 'RESET_ADMIN_PASSWORD', email, form: null, client });
  return { email };
}
