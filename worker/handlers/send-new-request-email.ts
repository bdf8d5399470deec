import { may } from '../../domain/permissions.ts';
import { newRequest } from '../../emails/new-request.tsx';
import type { Handler } from '../handler.ts';

/** @limit people: People whom the email about new requests names. Beyond: The email counts the others. */
export const MOST_APPLICANTS_NAMED = 10;

/** Counts the people who wait now, not those who waited when the job was written. */
export const sendNewRequestEmail: Handler<'sendNewRequestEmail'> = async ({ app, mailer, log }, { adminId, portalId }, job) => {
  const admin = await app.prisma.admin.findUnique({ where: { id: adminId }, include: { roles: true } });
  const portal = await app.prisma.portal.findUnique({ where: { id: portalId } });
  const where = { portalId, status: 'PENDING', emailVerifiedAt: { not: null } } as const;
  const waiting = await app.prisma.developer.count({ where });
  if (!admin || !portal || !may(admin, 'decide', portalId) || waiting === 0) {
    return log.info(
      { adminId, portalId },
      'no mail about new requests: nobody waits, or the admin may not decide at this portal any more',
    );
  }
  const applicants = portal.showApplicants
    ? await app.prisma.developer.findMany({
        where,
        select: { fullName: true, email: true },
        orderBy: { id: 'asc' },
        take: MOST_APPLICANTS_NAMED,
      })
    : null;
  const email = await newRequest({ portal, waiting, applicants, decideUrl: `${app.settings.publicUrl}/graphql` });
  await mailer.send({ job, portal, to: admin.email }, email);
};
