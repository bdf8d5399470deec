import { registrationRevoked } from '../../emails/registration-revoked.tsx';
import { branded } from '../branded.ts';
import type { Handler } from '../handler.ts';
import { findDecision } from './find-decision.ts';
import { inLanguage } from './in-language.ts';

export const sendRevokedEmail: Handler<'sendRevokedEmail'> = async (environment, { decisionId }, job) => {
  const found = await findDecision(environment, decisionId);
  if (!found) return;
  const { portal, fullName, typedEmail, locale } = found.developer;
  const email = await registrationRevoked({
    portal: branded(environment.app, inLanguage(portal, locale)),
    fullName,
    reason: found.decision.reason,
  });
  await environment.mailer.send({ job, portal, to: typedEmail }, email);
};
