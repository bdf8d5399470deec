import { adminPageUrl } from '../../domain/admins/admin-links.ts';
import { branded } from '../../domain/branding/branded.ts';
import { DECIDE_LINK_TTL_MS, MOST_DECIDE_LINKS, makeDecideLinks } from '../../domain/decisions/decide-links.ts';
import { noteTold } from '../../domain/decisions/tell-admins.ts';
import { findSince, findWaiting } from '../../domain/decisions/waiting.ts';
import { inHours } from '../../domain/durations.ts';
import { may } from '../../domain/permissions.ts';
import { newRequest } from '../../emails/new-request.tsx';
import type { Environment } from '../environment.ts';
import type { Handler } from '../handler.ts';
import { languageOfAdmin } from '../in-language.ts';

/** @limit people: People whom an email about requests names. Beyond: The email counts the others. */
export const MOST_APPLICANTS_NAMED = 10;

/** Counts the people who wait now, not those who waited when the job was written. */
export const sendNewRequestEmail: Handler<'sendNewRequestEmail'> = async ({ app, mailer, log }, { adminId, portalId }, job) => {
  const admin = await app.prisma.admin.findUnique({
    where: { id: adminId },
    include: { roles: true, newRequestNotices: { where: { portalId } } },
  });
  const portal = await app.prisma.portal.findUnique({ where: { id: portalId } });
  const { count: waiting, newestSince, oldest } = await findWaiting(app, portalId, MOST_APPLICANTS_NAMED);
  const [first] = oldest;
  const notice = admin?.newRequestNotices[0];
  if (!admin || !portal || notice?.frequency === 'NEVER' || !may(admin, 'decide', portalId) || !first) {
    return log.info(
      { adminId, portalId },
      'no mail about new requests: nobody waits, or the admin wants none, or may not decide at this portal any more',
    );
  }
  const links = await linksFor({ app }, adminId, portalId, notice?.toldUntil ?? null);
  const linked = new Set(links.map(({ id }) => id));
  const others = oldest.filter(({ id }) => !linked.has(id)).slice(0, MOST_APPLICANTS_NAMED - links.length);
  const email = await newRequest({
    portal: branded(app, { ...portal, language: languageOfAdmin(admin.locale) }),
    waiting,
    since: first.since,
    requests: links.map(({ applicant, ...link }) => ({ ...link, applicant: portal.showApplicants ? applicant : null })),
    linksExpireInHours: inHours(DECIDE_LINK_TTL_MS),
    applicants: portal.showApplicants ? others : null,
    queueUrl: `${app.settings.publicUrl}/admin?portal=${portal.slug}`,
    notificationsUrl: `${app.settings.publicUrl}/admin/notifications`,
  });
  // Not before, so that another attempt sends the same links.
  job.atEnd = (tx) => noteTold(tx, { adminId, portalId }, newestSince);
  await mailer.send({ job, portal, to: admin.email }, email);
};

/** A link for each request since the last mail, if they are few. */
async function linksFor({ app }: Pick<Environment, 'app'>, adminId: string, portalId: string, toldUntil: Date | null) {
  const fresh = await findSince(app, portalId, toldUntil, MOST_DECIDE_LINKS + 1);
  if (fresh.length > MOST_DECIDE_LINKS) return [];
  const tokens = await makeDecideLinks(
    app,
    adminId,
    fresh.map(({ id }) => id),
  );
  return fresh.flatMap(({ id, since, ...applicant }) => {
    const token = tokens.get(id);
    return token ? [{ id, since, applicant, decideUrl: adminPageUrl(app, 'decide', token) }] : [];
  });
}
