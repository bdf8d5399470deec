import type * as z from 'zod';
import type { App } from '../app.ts';
import { branded } from '../branding/branded.ts';
import { NotAllowed } from '../errors.ts';
import { type Caller, may } from '../permissions.ts';
import { isSlug } from '../portals/find-portal.ts';
import { publicUrlOf } from '../portals/portal-links.ts';
import { parseTexts, textsInput } from './texts-input.ts';

/** What an email with these texts is rendered from. Changes nothing. */
export async function previewMail(app: App, caller: Caller | null, input: z.input<typeof textsInput>) {
  const slug = input.portal;
  const portal = isSlug(slug) ? await app.prisma.portal.findUnique({ where: { slug } }) : null;
  if (!caller || !portal || !may(caller, 'configure', portal.id)) throw new NotAllowed();
  const { mail, locale, texts } = parseTexts(textsInput, input);
  return {
    mail,
    portal: { ...branded(app, { ...portal, language: locale }), own: { mail, ...texts } },
    pages: publicUrlOf(app, portal),
  };
}
