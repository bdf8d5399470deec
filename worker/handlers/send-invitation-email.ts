import { stateAt } from '../../domain/invitations/invitation-state.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import { developerInvitation } from '../../emails/developer-invitation.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';

/** Goes to the email address as the inviter typed it. A retry mails the same link. */
export const sendInvitationEmail: Handler<'sendInvitationEmail'> = async ({ app, mailer, log }, { invitationId }, job) => {
  const found = await app.prisma.invitation.findUnique({ where: { id: invitationId }, include: { portal: true } });
  if (!found?.typedEmail || !found.isMailed || stateAt(found, job.claimedAt) !== 'OPEN') {
    return log.info({ invitationId }, 'no mail: the invitation has ended');
  }
  const { id, hash, portal, fullName, message, expiresAt, typedEmail } = found;
  const secret = mailedTokenOf(app.keys, { purpose: 'ACCEPT_INVITATION', id, hash });
  // Another worker may have the key, so the job is tried again.
  if (!secret) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS made this link.');
  const email = await renderedFor({ app, log }, { mail: 'INVITATION', portal, locale: null }, developerInvitation, {
    fullName: fullName ?? '',
    message,
    acceptUrl: pageUrl(app, portal, 'accept-invitation', secret),
    expiresAt,
    takesPasswords: portal.passwordLogin,
  });
  await mailer.send({ job, portal, to: typedEmail }, email);
};
