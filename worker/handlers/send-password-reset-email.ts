import { pageUrl } from '../../domain/portals/links.ts';
import { resetPassword } from '../../emails/reset-password.tsx';
import { findMailedToken } from './find-mailed-token.ts';
import type { Handler } from './index.ts';

const HOUR = 3_600_000;

/** Mails the reset link, to the address in the database. A retry mails the same link. */
export const sendPasswordResetEmail: Handler<'sendPasswordResetEmail'> = async (environment, { tokenId }, jobId, claim) => {
  const found = await findMailedToken(environment, tokenId, claim);
  if (!found) return;
  const { portal, typedEmail, passwordHash } = found.developer;
  const email = await resetPassword({
    portal,
    resetUrl: pageUrl(environment.app, portal, 'reset-password', found.secret),
    expiresInHours: environment.app.settings.resetTtl / HOUR,
    hasPassword: passwordHash !== null,
  });
  await environment.mailer.send({ jobId, portal, to: typedEmail }, email);
};
