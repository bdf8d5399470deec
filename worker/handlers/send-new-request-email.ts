import { findWaiting } from '../../domain/decisions/waiting.ts';
import { may } from '../../domain/permissions.ts';
import { newRequest } from '../../emails/new-request.tsx';
import type { Handler } from '../handler.ts';

/** @limit people: People whom an email about requests names. Beyond: The email counts the others. */
export const MOST_APPLICANTS_NAMED = 10;

/** Counts the people who wait now, not those who waited when the job was written. */
export const sendNewRequestEmail: Handler<'sendNewRequestEmail'> = async ({ app, mailer, log }, { adminId, portalId }, job) => {
  const admin = await app.prisma.admin.findUnique({
    where: { id: adminId },
    include: { roles: true, newRequestNotices: { where: { portalId } } },
  });
  const portal = await app.prisma.portal.findUnique({ where: { id: portalId } });
  const { count: waiting, oldest } = await findWaiting(app, portalId, MOST_APPLICANTS_NAMED);
  const [first] = oldest;
  const isWanted = admin?.newRequestNotices[0]?.frequency !== 'NEVER';
  if (!admin || !portal || !isWanted || !may(admin, 'decide', portalId) || !first) {
    return log.info(
      { adminId, portalId },
      'no mail about new requests: nobody waits, or the admin wants none, or may not decide at this portal any more',
    );
  }
  const email = await newRequest({
    portal,
    waiting,
    since: first.since,
    requests: [],
    linksExpireInHours: 0,
    applicants: portal.showApplicants ? oldest : null,
    queueUrl: `${app.settings.publicUrl}/graphql`,
  });
  await mailer.send({ job, portal, to: admin.email }, email);
};
