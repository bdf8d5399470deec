import { adminPageUrl } from '../../domain/admins/admin-links.ts';
import { inHours } from '../../domain/durations.ts';
import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import { adminConfirmSso } from '../../emails/admin-confirm-sso.tsx';
import type { Handler } from '../handler.ts';
import { languageOfAdmin } from '../in-language.ts';
import { installationOf } from '../installation.ts';

export const sendAdminSsoLinkEmail: Handler<'sendAdminSsoLinkEmail'> = async (
  { app, mailer, log },
  { tokenId, locale },
  job,
) => {
  const token = await app.prisma.adminToken.findUnique({
    where: { id: tokenId },
    include: { admin: { select: { email: true, locale: true } }, connection: { select: { label: true } } },
  });
  if (!token?.connection || token.expiresAt <= job.claimedAt)
    return log.info({ tokenId }, 'no mail: the link has expired, or the link, the admin or the connection was deleted');
  const secret = mailedTokenOf(app.keys, token);
  // Another worker may have the key, so the job is tried again.
  if (!secret) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS made this link.');
  const installation = installationOf(app, languageOfAdmin(token.admin.locale, locale));
  const email = await adminConfirmSso({
    installation,
    account: { label: token.connection.label, host: new URL(token.issuer ?? '').host, subject: token.subject ?? '' },
    confirmUrl: adminPageUrl(app, 'confirm-sso', secret),
    expiresInHours: inHours(app.settings.resetTtl),
  });
  await mailer.send({ job, portal: installation, to: token.admin.email }, email);
};
