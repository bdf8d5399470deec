import { adminSecondFactorReset } from '../../emails/admin-second-factor-reset.tsx';
import type { Handler } from '../handler.ts';
import { languageOfAdmin } from '../in-language.ts';
import { installationOf } from '../installation.ts';

export const sendAdminSecondFactorResetEmail: Handler<'sendAdminSecondFactorResetEmail'> = async (
  { app, mailer, log },
  { ownerId, adminId, resetById },
  job,
) => {
  const find = (id: string) => app.prisma.admin.findUnique({ where: { id } });
  const [owner, admin, resetBy] = await Promise.all([
    find(ownerId),
    find(adminId),
    resetById === null ? null : find(resetById),
  ]);
  if (!owner || !admin) return log.info({ ownerId, adminId }, 'no notice about the reset: one of the admins was removed');
  const installation = installationOf(app, languageOfAdmin(owner.locale));
  const email = await adminSecondFactorReset({
    installation,
    email: admin.email,
    resetBy: resetById === null ? 'OPERATOR' : { admin: resetBy?.email ?? null },
    auditLogUrl: `${app.settings.publicUrl}/admin/log`,
  });
  await mailer.send({ job, portal: installation, to: owner.email }, email);
};
