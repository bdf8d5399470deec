import { pageUrl } from '../../domain/portals/links.ts';
import { passwordChanged } from '../../emails/password-changed.tsx';
import type { Handler } from './index.ts';

export const sendPasswordChangedEmail: Handler<'sendPasswordChangedEmail'> = async (
  { app, mailer, log },
  { developerId },
  jobId,
) => {
  const developer = await app.prisma.developer.findUnique({ where: { id: developerId }, include: { portal: true } });
  if (!developer) return log.info({ developerId }, 'no notice of the new password: the registration was deleted');
  const { portal, fullName, typedEmail } = developer;
  const email = await passwordChanged({ portal, fullName, forgotPasswordUrl: pageUrl(app, portal, 'forgot-password') });
  await mailer.send({ jobId, portal, to: typedEmail }, email);
};
