import type * as z from 'zod';
import type { App } from '../app.ts';
import { DAY_MS } from '../durations.ts';
import { NotAllowed } from '../errors.ts';
import { addJob } from '../jobs/add-job.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { getPortalToConfigure } from '../portals/find-portal.ts';
import { count, nameOf, tooManyAttempts } from '../throttles/throttles.ts';
import { transaction } from '../transaction.ts';
import { parseTexts, textsInput } from './texts-input.ts';

/** @limit emails: Test emails of one admin in a day. Beyond: TooManyAttempts. */
export const MOST_TESTS = 20;

/**
 * Mails these texts to the admin who asks, and to nobody else.
 * @throws TooManyAttempts
 */
export async function sendTestMail(app: App, admin: AdminWithRoles | null, input: z.input<typeof textsInput>): Promise<string> {
  if (!admin) throw new NotAllowed();
  const { portal: slug, mail, locale, texts } = parseTexts(textsInput, input);
  const { id: portalId } = await getPortalToConfigure(app, admin, slug);
  await transaction(app, async (tx) => {
    const bound = { key: `test-mail:${nameOf(app.keys, admin.id)}`, most: MOST_TESTS };
    const [beyond] = await count({ prisma: tx }, [bound], { ms: DAY_MS, isPenalty: false });
    if (beyond) throw tooManyAttempts(beyond.ms);
    await addJob(tx, 'sendTestEmail', portalId, { adminId: admin.id, portalId, mail, locale, texts });
  });
  return admin.email;
}
