import { pageUrl } from '../../domain/portals/portal-links.ts';
import { findSsoLabel } from '../../domain/sso/find-sso-label.ts';
import { registrationApproved } from '../../emails/registration-approved.tsx';
import { branded } from '../branded.ts';
import type { Handler } from '../handler.ts';
import { findDecision } from './find-decision.ts';
import { inLanguage } from './in-language.ts';

export const sendApprovedEmail: Handler<'sendApprovedEmail'> = async (environment, { decisionId }, job) => {
  const found = await findDecision(environment, decisionId);
  if (!found) return;
  const { decision, developer } = found;
  const { portal, fullName, passwordHash, typedEmail, locale } = developer;
  const email = await registrationApproved({
    portal: branded(environment.app, inLanguage(portal, locale)),
    fullName,
    reason: decision.reason,
    reinstated: decision.from !== 'PENDING',
    hasPassword: passwordHash !== null,
    ssoLabel: await findSsoLabel(environment.app, developer, portal),
    logInUrl: pageUrl(environment.app, portal, 'log-in'),
    forgotPasswordUrl: pageUrl(environment.app, portal, 'forgot-password'),
  });
  await environment.mailer.send({ job, portal, to: typedEmail }, email);
};
