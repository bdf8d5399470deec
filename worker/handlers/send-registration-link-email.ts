import { REGISTRATION_LINK_TTL_MS } from '../../domain/developers/open-registration.ts';
import { inHours } from '../../domain/durations.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { registrationLink } from '../../emails/registration-link.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { findMailedToken } from './find-mailed-token.ts';

/** Goes to the email address in the database, not to the one typed. A retry mails the same link. */
export const sendRegistrationLinkEmail: Handler<'sendRegistrationLinkEmail'> = async (
  environment,
  { tokenId, locale: asked },
  job,
) => {
  const found = await findMailedToken(environment, tokenId);
  if (!found) return;
  const { app, mailer } = environment;
  const { portal, typedEmail, locale } = found.developer;
  const email = await renderedFor(
    environment,
    { mail: 'REGISTRATION_LINK', portal, locale: locale ?? asked },
    registrationLink,
    {
      openUrl: pageUrl(app, portal, 'open-registration', found.secret),
      expiresInHours: inHours(REGISTRATION_LINK_TTL_MS),
    },
  );
  await mailer.send({ job, portal, to: typedEmail }, email);
};
