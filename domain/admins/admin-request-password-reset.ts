import * as z from 'zod';
import type { App } from '../app.ts';
import type { Client, Reader } from '../client.ts';
import { address, parseInput } from '../input.ts';
import { addSealedJob } from '../jobs/add-job.ts';
import { languageOf } from '../locales/language-of.ts';
import { demandAdminPasswordLogIn } from '../sso-connections/admin-password-log-in.ts';

const requestInput = z.object({ email: address });

/** The answer is the same for every email address. */
export async function adminRequestPasswordReset(
  app: App,
  input: z.input<typeof requestInput>,
  client: Client & Reader,
): Promise<{ email: string }> {
  const { canonical: email } = parseInput(requestInput, input).email;
  await demandAdminPasswordLogIn(app);
  const asked = { act: 'RESET_ADMIN_PASSWORD', email, form: null, locale: languageOf(client), client } as const;
  await addSealedJob(app, 'answerStranger', null, asked);
  return { email };
}
