import { adminPageUrl } from '../../domain/admins/admin-links.ts';
import { openRecipient } from '../../domain/jobs/recipient.ts';
import { adminPasswordChanged } from '../../emails/admin-password-changed.tsx';
import type { Handler } from '../handler.ts';
import { languageOfAdmin } from '../in-language.ts';
import { installationOf } from '../installation.ts';

export const sendAdminPasswordChangedEmail: Handler<'sendAdminPasswordChangedEmail'> = async (
  { app, mailer, log },
  { adminId, to },
  job,
) => {
  const admin = await app.prisma.admin.findUnique({ where: { id: adminId } });
  if (!admin) return log.info({ adminId }, 'no notice of the new password: the admin was removed');
  const installation = installationOf(app, languageOfAdmin(admin.locale));
  const email = await adminPasswordChanged({ installation, forgotPasswordUrl: adminPageUrl(app, 'forgot-password') });
  await mailer.send({ job, portal: installation, to: openRecipient(app, adminId, to, admin.email) }, email);
};
