import { adminPageUrl } from '../../domain/admins/admin-links.ts';
import { adminNewDevice } from '../../emails/admin-new-device.tsx';
import type { Handler } from '../handler.ts';
import { languageOfAdmin } from '../in-language.ts';
import { installationOf } from '../installation.ts';
import { describeLogIn } from './describe-log-in.ts';

export const sendAdminNewDeviceEmail: Handler<'sendAdminNewDeviceEmail'> = async (
  { app, mailer, log },
  { adminId, eventId },
  job,
) => {
  const admin = await app.prisma.admin.findUnique({ where: { id: adminId } });
  const logIn = await describeLogIn(app, eventId);
  if (!admin || !logIn) return log.info({ adminId }, 'no notice of a new device: the admin was removed');
  const installation = installationOf(app, languageOfAdmin(admin.locale));
  const email = await adminNewDevice({
    installation,
    logIn,
    forgotPasswordUrl: adminPageUrl(app, 'forgot-password'),
    securityUrl: adminPageUrl(app, 'security'),
  });
  await mailer.send({ job, portal: installation, to: admin.email }, email);
};
