import { openRecipient } from '../../domain/jobs/recipient.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { deletionScheduled } from '../../emails/deletion-scheduled.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { findMailedToken } from './find-mailed-token.ts';

/** With the link that keeps the account. */
export const sendDeletionScheduledEmail: Handler<'sendDeletionScheduledEmail'> = async (
  environment,
  { tokenId, developerId, to },
  job,
) => {
  const { app, mailer } = environment;
  const found = await findMailedToken(environment, tokenId);
  if (!found) return;
  const { portal, fullName, passwordHash, locale } = found.developer;
  const takesPasswords = passwordHash !== null && portal.passwordLogin;
  const email = await renderedFor(environment, { mail: 'DELETION_SCHEDULED', portal, locale }, deletionScheduled, {
    fullName,
    dueAt: found.token.expiresAt,
    keepUrl: pageUrl(app, portal, 'keep-account', found.secret),
    forgotPasswordUrl: takesPasswords ? pageUrl(app, portal, 'forgot-password') : null,
  });
  await mailer.send({ job, portal, to: openRecipient(app, developerId, to) }, email);
};
