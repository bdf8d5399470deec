import { adminPageUrl } from '../../domain/admins/admin-links.ts';
import { inHours } from '../../domain/durations.ts';
import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import { adminResetPassword } from '../../emails/admin-reset-password.tsx';
import type { Handler } from '../handler.ts';
import { languageOfAdmin } from '../in-language.ts';
import { installationOf } from '../installation.ts';

export const sendAdminPasswordResetEmail: Handler<'sendAdminPasswordResetEmail'> = async (
  { app, mailer, log },
  { tokenId, locale },
  job,
) => {
  const token = await app.prisma.adminToken.findUnique({ where: { id: tokenId } });
  const admin =
    token && token.expiresAt > job.claimedAt && (await app.prisma.admin.findUnique({ where: { id: token.adminId } }));
  if (!admin) return log.info({ tokenId }, 'no mail: the link has expired, or the link or the admin was deleted');
  const secret = mailedTokenOf(app.keys, token);
  // Another worker may have the key, so the job is tried again.
  if (!secret) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS made this link.');
  const installation = installationOf(app, languageOfAdmin(admin.locale, locale));
  const email = await adminResetPassword({
    installation,
    resetUrl: adminPageUrl(app, 'reset-password', secret),
    expiresInHours: inHours(app.settings.resetTtl),
  });
  await mailer.send({ job, portal: installation, to: admin.email }, email);
};
