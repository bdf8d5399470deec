import type * as z from 'zod';
import type { MailWording } from '../../texts/templated-mails.ts';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import type { Caller } from '../permissions.ts';
import { getPortalToConfigure } from '../portals/find-portal.ts';
import { storedTexts } from '../stored-texts.ts';
import { transaction } from '../transaction.ts';
import { findOwnTexts } from './mail-template.ts';
import { parseTexts, textsInput } from './texts-input.ts';
import { version } from './version.ts';
import { type Changed, writeVersion } from './write-version.ts';

const setInput = textsInput.extend({ version });

/** Emails that are sent from now on have these texts. */
export async function setMailTemplate(app: App, caller: Caller | null, input: z.input<typeof setInput>): Promise<Changed> {
  if (!caller) throw new NotAllowed();
  const { portal: slug, mail, locale, version: read, texts } = parseTexts(setInput, input);
  const portal = await getPortalToConfigure(app, caller, slug);
  const portalId = portal.id;
  await transaction(app, async (tx) => {
    const before = await findOwnTexts(tx, portalId, mail, locale);
    await writeVersion(tx, caller, { portalId, mail, locale, version: read, texts });
    await record(tx, {
      type: 'portal.mail-template-changed',
      portalId,
      actor: byCaller(caller),
      subject: { kind: 'PORTAL', id: portalId },
      data: { mail, locale, version: read + 1, fields: changedFields(before, texts) },
    });
  });
  return { portal, mail, locale };
}

/** Names alone, as for other texts that people write. All if there were none before. */
function changedFields(before: unknown, after: MailWording): string[] {
  const old = storedTexts.safeParse(before).data;
  const fields = ['subject', 'title', 'body', 'buttonLabel'] as const;
  return fields.filter((field) => old?.[field] !== after[field]);
}
