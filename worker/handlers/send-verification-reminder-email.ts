import { removalOf } from '../../domain/developers/remove-unverified.ts';
import { localeIn, typedEmailOf } from '../../domain/developers/typed-email.ts';
import { inHours } from '../../domain/durations.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { verificationReminder } from '../../emails/verification-reminder.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { findMailedToken } from './find-mailed-token.ts';

export const sendVerificationReminderEmail: Handler<'sendVerificationReminderEmail'> = async (
  environment,
  { tokenId },
  job,
) => {
  const { app, mailer, log } = environment;
  const found = await findMailedToken(environment, tokenId);
  if (!found) return;
  const { token, secret, developer } = found;
  const { portal } = developer;
  if (developer.emailVerifiedAt) return log.info({ tokenId }, 'no reminder: the email address is verified by now');
  const email = await renderedFor(
    environment,
    { mail: 'VERIFICATION_REMINDER', portal, locale: localeIn(found) },
    verificationReminder,
    {
      verifyUrl: pageUrl(app, portal, 'verify-email', secret),
      expiresInHours: inHours(app.settings.verificationTtl),
      removedAt: removalOf(app, developer, token),
    },
  );
  await mailer.send({ job, portal, to: typedEmailOf(found) }, email);
};
