import { adminPageUrl } from '../../domain/admins/admin-links.ts';
import { adminSecondFactorFailed } from '../../emails/admin-second-factor-failed.tsx';
import type { Handler } from '../handler.ts';
import { languageOfAdmin } from '../in-language.ts';
import { installationOf } from '../installation.ts';

export const sendAdminSecondFactorFailedEmail: Handler<'sendAdminSecondFactorFailedEmail'> = async (
  { app, mailer, log },
  { adminId },
  job,
) => {
  const admin = await app.prisma.admin.findUnique({ where: { id: adminId } });
  if (!admin) return log.info({ adminId }, 'no notice about wrong codes: the admin was removed');
  const installation = installationOf(app, languageOfAdmin(admin.locale));
  const email = await adminSecondFactorFailed({ installation, forgotPasswordUrl: adminPageUrl(app, 'forgot-password') });
  await mailer.send({ job, portal: installation, to: admin.email }, email);
};
