import { tellStatusAfterUndo } from '../../domain/decisions/tell-status-after-undo.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { findSsoLabel } from '../../domain/sso/find-sso-label.ts';
import { registrationStatus } from '../../emails/registration-status.tsx';
import type { Handler } from '../handler.ts';
import { Postponed } from '../postponed.ts';
import { renderedFor } from '../rendered-for.ts';
import { sendAddressTakenEmail } from './send-address-taken-email.ts';

/** Answers a sign-up with an email address that is registered. It goes to the address in the database, not to the one typed. */
export const sendRegistrationStatusEmail: Handler<'sendRegistrationStatusEmail'> = async (
  environment,
  { developerId, locale: asked },
  job,
) => {
  const { app, mailer, log } = environment;
  const developer = await app.prisma.developer.findUnique({
    where: { id: developerId },
    include: { portal: true },
  });
  if (!developer) return log.info({ developerId }, 'no status mail: the registration was deleted');
  const { portal, typedEmail, emailVerifiedAt, passwordHash } = developer;
  const locale = developer.locale ?? asked;
  // An unverified registration has no status: it gets this mail only if the email address is reserved.
  if (!emailVerifiedAt) return await sendAddressTakenEmail(environment, portal, { typedEmail, isReserved: true, locale }, job);
  const told = await tellStatusAfterUndo(app, developerId);
  if (!told) return log.info({ developerId }, 'no status mail: the registration was deleted');
  if (told.until) throw new Postponed(told.until);
  const { status, reason } = told;
  const email = await renderedFor(environment, { mail: 'REGISTRATION_STATUS', portal, locale }, registrationStatus, {
    status,
    reason,
    usualWaitHours: portal.usualWaitHours,
    logInUrl: pageUrl(app, portal, 'log-in'),
    forgotPasswordUrl: pageUrl(app, portal, 'forgot-password'),
    hasPassword: passwordHash !== null,
    ssoLabel: await findSsoLabel(app, developer, portal),
  });
  await mailer.send({ job, portal, to: typedEmail }, email);
};
