import { addressAt } from '../../domain/email-changes/address-at.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { newDevice } from '../../emails/new-device.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { describeLogIn } from './describe-log-in.ts';

export const sendNewDeviceEmail: Handler<'sendNewDeviceEmail'> = async (
  { app, mailer, log },
  { developerId, eventId },
  job,
) => {
  const developer = await app.prisma.developer.findUnique({ where: { id: developerId }, include: { portal: true } });
  const logIn = await describeLogIn(app, eventId);
  if (!developer || !logIn) return log.info({ developerId }, 'no notice of a new device: the registration was deleted');
  const { portal, fullName, passwordHash, locale } = developer;
  const email = await renderedFor({ app, log }, { mail: 'NEW_DEVICE', portal, locale }, newDevice, {
    fullName,
    logIn,
    accountUrl: pageUrl(app, portal, 'account'),
    forgotPasswordUrl: passwordHash !== null && portal.passwordLogin ? pageUrl(app, portal, 'forgot-password') : null,
  });
  await mailer.send({ job, portal, to: await addressAt(app, developer, logIn.at) }, email);
};
