import type * as z from 'zod';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import type { Caller } from '../permissions.ts';
import { getPortalToConfigure } from '../portals/find-portal.ts';
import { transaction } from '../transaction.ts';
import { whichTemplate } from './texts-input.ts';
import { version } from './version.ts';
import { type Changed, writeVersion } from './write-version.ts';

const resetInput = whichTemplate.extend({ version });

/** Emails that are sent from now on have the texts of Gatehouse. The versions before are kept. */
export async function resetMailTemplate(app: App, caller: Caller | null, input: z.input<typeof resetInput>): Promise<Changed> {
  if (!caller) throw new NotAllowed();
  const { portal: slug, mail, locale, version: read } = parseInput(resetInput, input);
  const portal = await getPortalToConfigure(app, caller, slug);
  const portalId = portal.id;
  await transaction(app, async (tx) => {
    await writeVersion(tx, caller, { portalId, mail, locale, version: read, texts: null });
    await record(tx, {
      type: 'portal.mail-template-reset',
      portalId,
      actor: byCaller(caller),
      subject: { kind: 'PORTAL', id: portalId },
      data: { mail, locale, version: read + 1 },
    });
  });
  return { portal, mail, locale };
}
