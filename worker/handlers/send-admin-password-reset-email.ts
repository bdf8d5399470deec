import { adminPageUrl } from '../../domain/admins/links.ts';
import { inHours } from '../../domain/durations.ts';
import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import { adminResetPassword } from '../../emails/admin-reset-password.tsx';
import type { Handler } from '../handler.ts';
import { installationOf } from '../installation.ts';

/**
 * Mails the reset link. A retry mails the same one.
 * @throws Error if no key of this worker made it; another worker may have the key
 */
export const sendAdminPasswordResetEmail: Handler<'sendAdminPasswordResetEmail'> = async (
  { app, mailer, log },
  { tokenId },
  jobId,
  { claimedAt },
) => {
  const token = await app.prisma.adminToken.findUnique({ where: { id: tokenId } });
  const admin = token && token.expiresAt > claimedAt && (await app.prisma.admin.findUnique({ where: { id: token.adminId } }));
  if (!admin) return log.info({ tokenId }, 'no mail with a link: the link or the admin is gone, or the link has expired');
  const secret = mailedTokenOf(app.keys, token);
  if (!secret) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS made this link.');
  const installation = installationOf(app);
  const email = await adminResetPassword({
    installation,
    resetUrl: adminPageUrl(app, 'reset-password', secret),
    expiresInHours: inHours(app.settings.resetTtl),
  });
  await mailer.send({ jobId, portal: installation, to: admin.email }, email);
};
