import { adminPageUrl } from '../../domain/admins/admin-links.ts';
import { inHours } from '../../domain/durations.ts';
import { SET_UP_LINK_TTL_MS } from '../../domain/second-factors/set-up-link.ts';
import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import { adminSecondFactorLink } from '../../emails/admin-second-factor-link.tsx';
import type { Handler } from '../handler.ts';
import { languageOfAdmin } from '../in-language.ts';
import { installationOf } from '../installation.ts';

export const sendAdminSecondFactorLinkEmail: Handler<'sendAdminSecondFactorLinkEmail'> = async (
  { app, mailer, log },
  { tokenId, locale },
  job,
) => {
  const token = await app.prisma.adminToken.findUnique({ where: { id: tokenId }, include: { admin: true } });
  if (!token || token.expiresAt <= job.claimedAt) {
    return log.info({ tokenId }, 'no mail: the link has expired, or the link or the admin was deleted');
  }
  const secret = mailedTokenOf(app.keys, token);
  // Another worker may have the key, so the job is tried again.
  if (!secret) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS made this link.');
  const installation = installationOf(app, languageOfAdmin(token.admin.locale, locale));
  const { requireSecondFactor } = await app.prisma.installation.findFirstOrThrow();
  const email = await adminSecondFactorLink({
    installation,
    isRequired: requireSecondFactor,
    setUpUrl: adminPageUrl(app, 'second-factor', secret),
    forgotPasswordUrl: adminPageUrl(app, 'forgot-password'),
    expiresInHours: inHours(SET_UP_LINK_TTL_MS),
  });
  await mailer.send({ job, portal: installation, to: token.admin.email }, email);
};
