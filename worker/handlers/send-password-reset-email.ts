import { inHours } from '../../domain/durations.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { resetPassword } from '../../emails/reset-password.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { findMailedToken } from './find-mailed-token.ts';

/** Goes to the email address in the database, not to the one typed. A retry mails the same link. */
export const sendPasswordResetEmail: Handler<'sendPasswordResetEmail'> = async (
  environment,
  { tokenId, locale: asked },
  job,
) => {
  const found = await findMailedToken(environment, tokenId);
  if (!found) return;
  const { portal, typedEmail, passwordHash, locale } = found.developer;
  const email = await renderedFor(
    environment,
    { mail: passwordHash === null ? 'CREATE_PASSWORD' : 'RESET_PASSWORD', portal, locale: locale ?? asked },
    resetPassword,
    {
      resetUrl: pageUrl(environment.app, portal, 'reset-password', found.secret),
      expiresInHours: inHours(environment.app.settings.resetTtl),
      hasPassword: passwordHash !== null,
    },
  );
  await environment.mailer.send({ job, portal, to: typedEmail }, email);
};
