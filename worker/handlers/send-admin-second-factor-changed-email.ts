import { adminPageUrl } from '../../domain/admins/admin-links.ts';
import { adminSecondFactorChanged } from '../../emails/admin-second-factor-changed.tsx';
import type { Handler } from '../handler.ts';
import { languageOfAdmin } from '../in-language.ts';
import { installationOf } from '../installation.ts';

export const sendAdminSecondFactorChangedEmail: Handler<'sendAdminSecondFactorChangedEmail'> = async (
  { app, mailer, log },
  { adminId, change },
  job,
) => {
  const admin = await app.prisma.admin.findUnique({ where: { id: adminId } });
  if (!admin) return log.info({ adminId }, 'no notice about the second factors: the admin was removed');
  const installation = installationOf(app, languageOfAdmin(admin.locale));
  const forgotPasswordUrl = adminPageUrl(app, 'forgot-password');
  const email = await adminSecondFactorChanged({ installation, change, forgotPasswordUrl });
  await mailer.send({ job, portal: installation, to: admin.email }, email);
};
