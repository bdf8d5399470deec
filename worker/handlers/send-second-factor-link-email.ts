import { inHours } from '../../domain/durations.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { SET_UP_LINK_TTL_MS } from '../../domain/second-factors/set-up-link.ts';
import { secondFactorLink } from '../../emails/second-factor-link.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { findMailedToken } from './find-mailed-token.ts';

export const sendSecondFactorLinkEmail: Handler<'sendSecondFactorLinkEmail'> = async (environment, { tokenId }, job) => {
  const found = await findMailedToken(environment, tokenId);
  if (!found) return;
  const { app, mailer } = environment;
  const { portal, typedEmail, fullName, locale } = found.developer;
  const email = await renderedFor(environment, { mail: 'SECOND_FACTOR_LINK', portal, locale }, secondFactorLink, {
    fullName,
    setUpUrl: pageUrl(app, portal, 'second-factor', found.secret),
    forgotPasswordUrl: pageUrl(app, portal, 'forgot-password'),
    expiresInHours: inHours(SET_UP_LINK_TTL_MS),
  });
  await mailer.send({ job, portal, to: typedEmail }, email);
};
