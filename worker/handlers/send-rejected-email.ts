import { registrationRejected } from '../../emails/registration-rejected.tsx';
import { branded } from '../branded.ts';
import type { Handler } from '../handler.ts';
import { findDecision } from './find-decision.ts';

export const sendRejectedEmail: Handler<'sendRejectedEmail'> = async (environment, { decisionId }, job) => {
  const found = await findDecision(environment, decisionId);
  if (!found) return;
  const { portal, fullName, typedEmail } = found.developer;
  const email = await registrationRejected({
    portal: branded(environment.app, portal),
    fullName,
    reason: found.decision.reason,
  });
  await environment.mailer.send({ job, portal, to: typedEmail }, email);
};
