import type { z } from 'zod';
import type { App } from '../app.ts';
import { branded } from '../branding/branded.ts';
import { NotAllowed } from '../errors.ts';
import type { Caller } from '../permissions.ts';
import { getPortalToConfigure } from '../portals/find-portal.ts';
import { publicUrlOf } from '../portals/portal-links.ts';
import { parseTexts, textsInput } from './texts-input.ts';

/** What an email with these texts is rendered from. Changes nothing. */
export async function previewMail(app: App, caller: Caller | null, input: z.input<typeof textsInput>) {
  if (!caller) throw new NotAllowed();
  const { portal: slug, mail, locale, texts } = parseTexts(textsInput, input);
  const portal = await getPortalToConfigure(app, caller, slug);
  return {
    mail,
    portal: { ...branded(app, { ...portal, language: locale }), own: { mail, ...texts } },
    pages: publicUrlOf(app, portal),
  };
}
