import { branded } from '../../domain/branding/branded.ts';
import { publicUrlOf } from '../../domain/portals/portal-links.ts';
import { renderSample } from '../../emails/samples.ts';
import { isLanguage } from '../../texts/languages.ts';
import { isMail } from '../../texts/templated-mails.ts';
import type { Handler } from '../handler.ts';

/** Goes to the admin who wrote the texts, and says that it is a test. Its link opens nothing. */
export const sendTestEmail: Handler<'sendTestEmail'> = async (
  { app, mailer, log },
  { adminId, portalId, mail, locale, texts },
  job,
) => {
  const admin = await app.prisma.admin.findUnique({ where: { id: adminId } });
  const portal = await app.prisma.portal.findUnique({ where: { id: portalId } });
  if (!admin || !portal) return log.info({ adminId, portalId }, 'no test email: the admin or the portal was removed');
  if (!isMail(mail) || !isLanguage(locale)) throw new Error(`This worker has no texts of ${mail} in ${locale}.`);
  const own = { mail, ...texts };
  const email = await renderSample(mail, { ...branded(app, { ...portal, language: locale }), own }, publicUrlOf(app, portal));
  await mailer.send({ job, portal, to: admin.email }, { ...email, subject: `[Test] ${email.subject}` });
};
