import { adminPageUrl } from '../../domain/admins/admin-links.ts';
import { ADMIN_INVITATION_TTL_MS } from '../../domain/admins/invite-admin.ts';
import { inHours } from '../../domain/durations.ts';
import { mayGive } from '../../domain/permissions.ts';
import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import { adminInvitation } from '../../emails/admin-invitation.tsx';
import type { Handler } from '../handler.ts';
import { languageOfAdmin } from '../in-language.ts';
import { installationOf } from '../installation.ts';

export const sendAdminInvitationEmail: Handler<'sendAdminInvitationEmail'> = async (
  { app, mailer, log },
  { invitationId, locale },
  job,
) => {
  const invitation = await app.prisma.adminInvitation.findUnique({
    where: { id: invitationId },
    include: { inviter: { include: { roles: true } }, roles: { include: { portal: true } } },
  });
  if (!invitation || invitation.expiresAt <= job.claimedAt) {
    return log.info({ invitationId }, 'no mail: the invitation has ended');
  }
  const { id, hash, email, inviter, roles } = invitation;
  if (!mayGive(inviter, roles)) return log.info({ invitationId }, 'no mail: the inviter could no longer give these roles');
  const secret = mailedTokenOf(app.keys, { purpose: 'ADMIN_INVITATION', id, hash });
  // Another worker may have the key, so the job is tried again.
  if (!secret) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS made this link.');
  const known = await app.prisma.admin.findUnique({ where: { email } });
  const installation = installationOf(app, languageOfAdmin(known?.locale ?? null, inviter.locale, locale));
  const rendered = await adminInvitation({
    installation,
    inviterEmail: inviter.email,
    roles: roles.map(({ role, portal }) => ({ role, portal: portal?.name ?? null })),
    isAdmin: known !== null,
    acceptUrl: adminPageUrl(app, 'accept-invitation', secret),
    expiresInHours: inHours(ADMIN_INVITATION_TTL_MS),
  });
  await mailer.send({ job, portal: installation, to: email }, rendered);
};
