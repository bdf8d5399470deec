import { registrationRevoked } from '../../emails/registration-revoked.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { findDecision } from './find-decision.ts';

export const sendRevokedEmail: Handler<'sendRevokedEmail'> = async (environment, { decisionId }, job) => {
  const found = await findDecision(environment, decisionId);
  if (!found) return;
  const { portal, fullName, typedEmail, locale } = found.developer;
  const email = await renderedFor(environment, { mail: 'ACCESS_REVOKED', portal, locale }, registrationRevoked, {
    fullName,
    reason: found.decision.reason,
  });
  await environment.mailer.send({ job, portal, to: typedEmail }, email);
};
