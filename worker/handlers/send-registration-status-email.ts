import { pageUrl } from '../../domain/portals/links.ts';
import { registrationStatus } from '../../emails/registration-status.tsx';
import type { Handler } from './index.ts';

/** Tells the owner of an address that signed up again where the registration stands: to the address in the database. */
export const sendRegistrationStatusEmail: Handler<'sendRegistrationStatusEmail'> = async (
  { app, mailer, log },
  { developerId },
  jobId,
) => {
  const developer = await app.prisma.developer.findUnique({
    where: { id: developerId },
    include: { portal: true, decisions: { orderBy: { id: 'desc' }, take: 1 } },
  });
  if (!developer) return log.info({ developerId }, 'no status mail: the registration was deleted');
  const { portal, status, typedEmail, passwordHash, decisions } = developer;
  const email = await registrationStatus({
    portal,
    status,
    reason: decisions[0]?.reason ?? null,
    logInUrl: pageUrl(app, portal, 'log-in'),
    forgotPasswordUrl: pageUrl(app, portal, 'forgot-password'),
    hasPassword: passwordHash !== null,
  });
  await mailer.send({ jobId, portal, to: typedEmail }, email);
};
