import * as z from 'zod';
import type { App } from '../app.ts';
import { botCheck, type CallerOf, demandBotCheck } from '../bot-check/demand-bot-check.ts';
import type { Client, Reader } from '../client.ts';
import { address, parseInput } from '../input.ts';
import { addSealedJob } from '../jobs/add-job.ts';
import { localeOf } from '../locales/locale-of.ts';
import { getPortal } from '../portals/find-portal.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import type { VerificationAsked } from './sign-up.ts';

const resendInput = z.object({ portal: z.string(), email: address, botCheck });

/** Older links stay valid. */
export async function resendVerification(
  app: App,
  input: z.input<typeof resendInput>,
  client: Client & Reader,
  callerOf: CallerOf,
): Promise<VerificationAsked> {
  const { email, ...rest } = parseInput(resendInput, input);
  const portal = await getPortal(app, rest.portal);
  await demandBotCheck(app, portal, rest.botCheck, callerOf);
  const codeSecret = newSecret();
  await addSealedJob(app, 'answerStranger', portal.id, {
    act: 'RESEND_VERIFICATION',
    email: email.canonical,
    form: null,
    codeSecretHash: hashSecret(codeSecret).toString('base64'),
    locale: localeOf(portal, null, client.languages),
    client,
  });
  return { email: email.canonical, codeSecret };
}
