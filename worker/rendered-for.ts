import { branded } from '../domain/branding/branded.ts';
import { findOwnTexts } from '../domain/mail-templates/mail-template.ts';
import { storedTexts } from '../domain/stored-texts.ts';
import type { Portal } from '../emails/portal.ts';
import type { RenderedEmail } from '../emails/render-email.ts';
import type { Mail } from '../texts/templated-mails.ts';
import type { Environment } from './environment.ts';
import { inLanguage } from './in-language.ts';

type Email<Props> = (props: Props) => Promise<RenderedEmail>;

type Which = {
  mail: Mail;
  portal: { id: string } & Parameters<typeof branded>[1] & Parameters<typeof inLanguage>[0];
  /** What the person reads. Null if nobody knows. */
  locale: string | null;
};

/**
 * An email to a person of a portal, in the language of the person, with the texts of the portal if it has any. Texts that cannot be used
 * never stop an email: then it has those of Gatehouse.
 */
export async function renderedFor<Props extends object>(
  { app, log }: Pick<Environment, 'app' | 'log'>,
  { mail, portal: row, locale }: Which,
  email: Email<Props & { portal: Portal }>,
  props: Props,
): Promise<RenderedEmail> {
  const inItsLanguage = inLanguage(row, locale);
  const { language } = inItsLanguage;
  const portal = branded(app, inItsLanguage);
  const stored = await findOwnTexts(app.prisma, row.id, mail, language);
  if (stored === null) return await email({ ...props, portal });
  try {
    return await email({ ...props, portal: { ...portal, own: { mail, ...storedTexts.parse(stored) } } });
  } catch (err) {
    log.warn({ err, portalId: row.id, mail, locale: language }, 'the texts that a portal gave an email cannot be used');
    return await email({ ...props, portal });
  }
}
