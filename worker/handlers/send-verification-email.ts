import { localeIn, typedEmailOf } from '../../domain/developers/typed-email.ts';
import { inHours } from '../../domain/durations.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { codeOf, inGroups } from '../../domain/tokens/email-code.ts';
import { verifyEmail } from '../../emails/verify-email.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { findMailedToken } from './find-mailed-token.ts';

/** Goes to the email address as it was typed. A retry mails the same link and the same code. */
export const sendVerificationEmail: Handler<'sendVerificationEmail'> = async (environment, { tokenId }, job) => {
  const found = await findMailedToken(environment, tokenId);
  if (!found) return;
  const { portal } = found.developer;
  const email = await renderedFor(environment, { mail: 'VERIFY_EMAIL', portal, locale: localeIn(found) }, verifyEmail, {
    verifyUrl: pageUrl(environment.app, portal, 'verify-email', found.secret),
    code: found.token.codeSecretHash && inGroups(codeOf(found.secret)),
    expiresInHours: inHours(environment.app.settings.verificationTtl),
    takesPasswords: portal.passwordLogin,
  });
  await environment.mailer.send({ job, portal, to: typedEmailOf(found) }, email);
};
