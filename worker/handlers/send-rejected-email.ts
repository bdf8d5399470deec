import { registrationRejected } from '../../emails/registration-rejected.tsx';
import { branded } from '../branded.ts';
import type { Handler } from '../handler.ts';
import { findDecision } from './find-decision.ts';
import { inLanguage } from './in-language.ts';

export const sendRejectedEmail: Handler<'sendRejectedEmail'> = async (environment, { decisionId }, job) => {
  const found = await findDecision(environment, decisionId);
  if (!found) return;
  const { portal, fullName, typedEmail, locale } = found.developer;
  const email = await registrationRejected({
    portal: branded(environment.app, inLanguage(portal, locale)),
    fullName,
    reason: found.decision.reason,
  });
  await environment.mailer.send({ job, portal, to: typedEmail }, email);
};
