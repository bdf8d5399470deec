import { z } from 'zod';
import type { App } from '../app.ts';
import { address, parseInput } from '../input.ts';
import type { Client } from '../mail-allowance.ts';
import { ask } from '../strangers/ask.ts';

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
  await ask(app, null, { act: 'RESET_ADMIN_PASSWORD', email }, client);
  return { email };
}
