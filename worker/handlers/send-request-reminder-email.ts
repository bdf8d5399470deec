import { branded } from '../../domain/branding/branded.ts';
import { NOBODY_DECIDES_MS } from '../../domain/decisions/remind-admins.ts';
import { findWaiting } from '../../domain/decisions/waiting.ts';
import { DAY_MS } from '../../domain/durations.ts';
import { may } from '../../domain/permissions.ts';
import { requestReminder } from '../../emails/request-reminder.tsx';
import type { Handler } from '../handler.ts';
import { languageOfAdmin } from '../in-language.ts';
import { MOST_APPLICANTS_NAMED } from './send-new-request-email.ts';

/** Counts the people who wait now, not those who waited when the job was written. */
export const sendRequestReminderEmail: Handler<'sendRequestReminderEmail'> = async (
  { app, mailer, log },
  { adminId, portalId, why },
  job,
) => {
  const admin = await app.prisma.admin.findUnique({ where: { id: adminId }, include: { roles: true } });
  const portal = await app.prisma.portal.findUnique({ where: { id: portalId } });
  const { count: waiting, oldest } = await findWaiting(app, portalId, MOST_APPLICANTS_NAMED);
  const [first] = oldest;
  const permission = why === 'NOBODY_DECIDES' ? 'configure' : 'decide';
  if (!admin || !portal || !may(admin, permission, portalId) || !first) {
    return log.info({ adminId, portalId }, 'no reminder of requests: nobody waits any more, or the admin lost the role');
  }
  const email = await requestReminder({
    portal: branded(app, { ...portal, language: languageOfAdmin(admin.locale) }),
    why,
    days: NOBODY_DECIDES_MS / DAY_MS,
    waiting,
    since: first.since,
    applicants: portal.showApplicants ? oldest : null,
    queueUrl: `${app.settings.publicUrl}/admin?portal=${portal.slug}`,
  });
  await mailer.send({ job, portal, to: admin.email }, email);
};
