import * as z from 'zod';
import type { App } from '../app.ts';
import { botCheck, type CallerOf, demandBotCheck } from '../bot-check/demand-bot-check.ts';
import type { Client, Reader } from '../client.ts';
import { PasswordLoginOff } from '../errors.ts';
import { address, parseInput } from '../input.ts';
import { addSealedJob } from '../jobs/add-job.ts';
import { localeOf } from '../locales/locale-of.ts';
import { getPortal } from '../portals/find-portal.ts';

const requestInput = z.object({ portal: z.string(), email: address, botCheck });

/** `KINDS` in `answer-at-portal.ts` chooses the mail. */
export async function requestPasswordReset(
  app: App,
  input: z.input<typeof requestInput>,
  client: Client & Reader,
  callerOf: CallerOf,
): Promise<{ email: string }> {
  const { email, ...rest } = parseInput(requestInput, input);
  const portal = await getPortal(app, rest.portal);
  if (!portal.passwordLogin) throw new PasswordLoginOff();
  await demandBotCheck(app, portal, rest.botCheck, callerOf);
  const locale = localeOf(portal, null, client.languages);
  const asked = { act: 'RESET_PASSWORD', email: email.canonical, form: null, locale, client } as const;
  await addSealedJob(app, 'answerStranger', portal.id, asked);
  return { email: email.canonical };
}
