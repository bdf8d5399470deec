import { pageUrl } from '../../domain/portals/links.ts';
import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import { resetPassword } from '../../emails/reset-password.tsx';
import type { Handler } from './index.ts';

const HOUR = 3_600_000;

/** Mails the reset link, to the address in the database. A retry mails the same link. */
export const sendPasswordResetEmail: Handler<'sendPasswordResetEmail'> = async ({ app, mailer, log }, { tokenId }, jobId) => {
  const token = await app.prisma.token.findUnique({
    where: { id: tokenId },
    include: { developer: { include: { portal: true } } },
  });
  const secret = token && mailedTokenOf(app.keys, token);
  if (!secret) return log.info({ tokenId }, 'no reset mail: the link is gone, or its key is retired');
  const { portal, typedEmail, passwordHash } = token.developer;
  const email = await resetPassword({
    portal,
    resetUrl: pageUrl(app, portal, 'reset-password', secret),
    expiresInHours: app.settings.resetTtl / HOUR,
    hasPassword: passwordHash !== null,
  });
  await mailer.send({ jobId, portal, to: typedEmail }, email);
};
