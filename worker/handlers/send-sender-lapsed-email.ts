import { branded } from '../../domain/branding/branded.ts';
import { may } from '../../domain/permissions.ts';
import { findLapsed } from '../../domain/senders/find-lapsed.ts';
import { senderLapsed } from '../../emails/sender-lapsed.tsx';
import type { Handler } from '../handler.ts';
import { languageOfAdmin } from '../in-language.ts';

export const sendSenderLapsedEmail: Handler<'sendSenderLapsedEmail'> = async (
  { app, mailer, log },
  { adminId, portalId },
  job,
) => {
  const admin = await app.prisma.admin.findUnique({ where: { id: adminId }, include: { roles: true } });
  const portal = await app.prisma.portal.findUnique({ where: { id: portalId } });
  const lapsed = await findLapsed(app, portalId);
  if (!admin || !portal || !lapsed || !may(admin, 'configure', portalId))
    return log.info({ adminId, portalId }, 'no email about a sending domain: it is in order again, or the admin lost the role');
  const settingsUrl = `${app.settings.publicUrl}/admin/portals/${portal.slug}/sender`;
  await mailer.send(
    { job, portal, to: admin.email },
    await senderLapsed({
      portal: branded(app, { ...portal, language: languageOfAdmin(admin.locale) }),
      ...lapsed,
      settingsUrl,
    }),
  );
};
