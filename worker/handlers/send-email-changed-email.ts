import { inHours } from '../../domain/durations.ts';
import { UNDO_TTL } from '../../domain/email-changes/confirm-email-change.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { emailChanged } from '../../emails/email-changed.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { findMailedToken } from './find-mailed-token.ts';

/** Goes to the old email address, with the link that undoes the change. */
export const sendEmailChangedEmail: Handler<'sendEmailChangedEmail'> = async (environment, { tokenId }, job) => {
  const found = await findMailedToken(environment, tokenId);
  if (!found?.token.typedEmail) return;
  const { portal, fullName, passwordHash, locale } = found.developer;
  const email = await renderedFor(environment, { mail: 'EMAIL_CHANGED', portal, locale }, emailChanged, {
    fullName,
    undoUrl: pageUrl(environment.app, portal, 'undo-email-change', found.secret),
    expiresInHours: inHours(UNDO_TTL),
    hasPassword: passwordHash !== null && portal.passwordLogin,
  });
  await environment.mailer.send({ job, portal, to: found.token.typedEmail }, email);
};
