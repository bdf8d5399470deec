import { findReservation } from '../../domain/developers/reserved-address.ts';
import { pageUrl } from '../../domain/portals/links.ts';
import { mayLink } from '../../domain/sso/may-link.ts';
import { allowConfirmation } from '../../domain/sso/request-confirmation.ts';
import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import { confirmSso } from '../../emails/confirm-sso.tsx';
import type { Handler } from './index.ts';
import { sendAddressTakenEmail } from './send-address-taken-email.ts';
import { sendRegistrationStatusEmail } from './send-registration-status-email.ts';

const HOUR = 3_600_000;

/**
 * Mails the link that confirms an account at a provider. If the link could not link it to the registration of the address, its
 * status is mailed instead; if there is no registration and none may be made, nothing is mailed.
 */
export const sendSsoConfirmationEmail: Handler<'sendSsoConfirmationEmail'> = async (environment, payload, jobId, claim) => {
  const { app, mailer, log } = environment;
  const { confirmationId } = payload;
  if (!(await allowConfirmation(app, jobId, payload))) return;
  const confirmation = await app.prisma.ssoConfirmation.findUnique({
    where: { id: confirmationId },
    include: { connection: { include: { portal: true } }, developer: true },
  });
  if (!confirmation || confirmation.expiresAt <= claim.claimedAt) {
    return log.info({ confirmationId }, 'no mail with a link: the link has expired, or the account or the connection is gone');
  }
  const { connection, developer, email, typedEmail, issuer, subject } = confirmation;
  const { portal } = connection;
  if (developer && !(await mayLink(app.prisma, developer, confirmation))) {
    return await sendRegistrationStatusEmail(environment, { developerId: developer.id }, jobId, claim);
  }
  if (!developer) {
    if (connection.approval === 'EXISTING_ONLY')
      return log.info({ confirmationId }, 'no mail: the connection registers nobody');
    const wanted = { id: connection.id, portalId: portal.id, email };
    const reservation = await findReservation(app.prisma, wanted);
    const holder = reservation && { typedEmail: reservation.typedEmail ?? email, isReserved: true };
    if (holder) return await sendAddressTakenEmail(environment, portal, holder, jobId);
  }

  const secret = mailedTokenOf(app.keys, { ...confirmation, purpose: 'CONFIRM_SSO' });
  if (!secret) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS made this link.');
  const mail = await confirmSso({
    portal,
    account: { label: connection.label, host: new URL(issuer).host, subject },
    joins: developer !== null,
    confirmUrl: pageUrl(app, portal, 'confirm-sso', secret),
    expiresInHours: app.settings.verificationTtl / HOUR,
  });
  await mailer.send({ jobId, portal, to: developer?.typedEmail ?? typedEmail }, mail);
};
