import { findHolder } from '../../domain/addresses/find-holder.ts';
import { inHours } from '../../domain/durations.ts';
import { EMAIL_CHANGE_TTL } from '../../domain/email-changes/request-email-change.ts';
import { takeMail } from '../../domain/jobs/take-mail.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { confirmEmailChange } from '../../emails/confirm-email-change.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { findMailedToken } from './find-mailed-token.ts';
import { sendAddressTakenEmail } from './send-address-taken-email.ts';

/** If the new email address belongs to another person, that person gets a notice instead of the link. */
export const sendConfirmEmailChangeEmail: Handler<'sendConfirmEmailChangeEmail'> = async (
  environment,
  { tokenId, bounds },
  job,
) => {
  const link = { table: 'tokens', id: tokenId } as const;
  if (bounds && !(await takeMail(environment.app, job.id, 'EMAIL_CHANGE', bounds, link))) return;
  const found = await findMailedToken(environment, tokenId);
  if (!found?.token.email || !found.token.typedEmail) return;
  const { email: wanted, typedEmail } = found.token;
  const { portal, locale } = found.developer;
  const holder = await findHolder(environment.app, { ...found.developer, email: wanted });
  if (holder) return await sendAddressTakenEmail(environment, portal, holder, job);
  const email = await renderedFor(environment, { mail: 'CONFIRM_EMAIL_CHANGE', portal, locale }, confirmEmailChange, {
    confirmUrl: pageUrl(environment.app, portal, 'confirm-email', found.secret),
    expiresInHours: inHours(EMAIL_CHANGE_TTL),
  });
  await environment.mailer.send({ job, portal, to: typedEmail }, email);
};
