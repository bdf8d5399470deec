import * as z from 'zod';
import type { MailWording } from '../texts/templated-mails.ts';

/** As the column `texts` and the job of a test email hold them. */
export const storedTexts = z.object({
  subject: z.string(),
  title: z.string(),
  body: z.string(),
  buttonLabel: z.string().nullable(),
}) satisfies z.ZodType<MailWording>;
