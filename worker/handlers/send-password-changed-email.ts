import { UNLINK_TTL } from '../../domain/developers/tell-password-changed.ts';
import { inHours } from '../../domain/durations.ts';
import { openRecipient } from '../../domain/jobs/recipient.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { passwordChanged } from '../../emails/password-changed.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { describeAccount } from './describe-account.ts';
import { findMailedToken } from './find-mailed-token.ts';

export const sendPasswordChangedEmail: Handler<'sendPasswordChangedEmail'> = async (
  environment,
  { developerId, to, tokenId },
  job,
) => {
  const { app, mailer, log } = environment;
  const developer = await app.prisma.developer.findUnique({
    where: { id: developerId },
    include: { portal: true, ssoIdentities: { orderBy: { id: 'asc' } } },
  });
  if (!developer) return log.info({ developerId }, 'no notice of the new password: the registration was deleted');
  const { portal, fullName, ssoIdentities, locale } = developer;
  const link = tokenId && (await findMailedToken(environment, tokenId));
  const email = await renderedFor(environment, { mail: 'PASSWORD_CHANGED', portal, locale }, passwordChanged, {
    fullName,
    forgotPasswordUrl: pageUrl(app, portal, 'forgot-password'),
    accounts: await Promise.all(ssoIdentities.map((identity) => describeAccount(app, identity))),
    unlinkUrl: link ? pageUrl(app, portal, 'unlink-sso', link.secret) : null,
    expiresInHours: inHours(UNLINK_TTL),
  });
  await mailer.send({ job, portal, to: openRecipient(app, developerId, to, developer.typedEmail) }, email);
};
