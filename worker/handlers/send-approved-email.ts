import { pageUrl } from '../../domain/portals/portal-links.ts';
import { findSsoLabel } from '../../domain/sso/find-sso-label.ts';
import { registrationApproved } from '../../emails/registration-approved.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { findDecision } from './find-decision.ts';

export const sendApprovedEmail: Handler<'sendApprovedEmail'> = async (environment, { decisionId }, job) => {
  const found = await findDecision(environment, decisionId);
  if (!found) return;
  const { decision, developer } = found;
  const { portal, fullName, passwordHash, typedEmail, locale } = developer;
  const reinstated = decision.from !== 'PENDING';
  const email = await renderedFor(
    environment,
    { mail: reinstated ? 'ACCESS_REINSTATED' : 'REGISTRATION_APPROVED', portal, locale },
    registrationApproved,
    {
      fullName,
      reason: decision.reason,
      reinstated,
      hasPassword: passwordHash !== null,
      ssoLabel: await findSsoLabel(environment.app, developer, portal),
      logInUrl: pageUrl(environment.app, portal, 'log-in'),
      forgotPasswordUrl: pageUrl(environment.app, portal, 'forgot-password'),
    },
  );
  await environment.mailer.send({ job, portal, to: typedEmail }, email);
};
