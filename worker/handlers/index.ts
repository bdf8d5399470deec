import type { Claim } from '../../domain/jobs/claim-jobs.ts';
import { isJobName, type JobName } from '../../domain/jobs/jobs.ts';
import { readPayload } from '../../domain/jobs/payload.ts';
import type { Environment } from '../environment.ts';
import type { Handler } from '../handler.ts';
import { answerStranger } from './answer-stranger.ts';
import { deleteDueAccount } from './delete-due-account.ts';
import { evaluateApproval } from './evaluate-approval.ts';
import { evaluatePending } from './evaluate-pending.ts';
import { runBulkDecision } from './run-bulk-decision.ts';
import { sendAccountDeletedEmail } from './send-account-deleted-email.ts';
import { sendAdminInvitationEmail } from './send-admin-invitation-email.ts';
import { sendAdminNewDeviceEmail } from './send-admin-new-device-email.ts';
import { sendAdminPasswordChangedEmail } from './send-admin-password-changed-email.ts';
import { sendAdminPasswordResetEmail } from './send-admin-password-reset-email.ts';
import { sendAdminSecondFactorChangedEmail } from './send-admin-second-factor-changed-email.ts';
import { sendAdminSecondFactorFailedEmail } from './send-admin-second-factor-failed-email.ts';
import { sendAdminSecondFactorLinkEmail } from './send-admin-second-factor-link-email.ts';
import { sendAdminSecondFactorResetEmail } from './send-admin-second-factor-reset-email.ts';
import { sendAdminSsoLinkEmail } from './send-admin-sso-link-email.ts';
import { sendApiTokenCreatedEmail } from './send-api-token-created-email.ts';
import { sendApiTokenExpiringEmail } from './send-api-token-expiring-email.ts';
import { sendApprovedEmail } from './send-approved-email.ts';
import { sendConfirmEmailChangeEmail } from './send-confirm-email-change-email.ts';
import { sendDeletionScheduledEmail } from './send-deletion-scheduled-email.ts';
import { sendEmailChangedEmail } from './send-email-changed-email.ts';
import { sendInvitationEmail } from './send-invitation-email.ts';
import { sendNewDeviceEmail } from './send-new-device-email.ts';
import { sendNewRequestEmail } from './send-new-request-email.ts';
import { sendPasswordChangedEmail } from './send-password-changed-email.ts';
import { sendPasswordResetEmail } from './send-password-reset-email.ts';
import { sendQuestionEmail } from './send-question-email.ts';
import { sendRegistrationLinkEmail } from './send-registration-link-email.ts';
import { sendRegistrationStatusEmail } from './send-registration-status-email.ts';
import { sendRejectedEmail } from './send-rejected-email.ts';
import { sendRequestReminderEmail } from './send-request-reminder-email.ts';
import { sendRevokedEmail } from './send-revoked-email.ts';
import { sendSecondFactorChangedEmail } from './send-second-factor-changed-email.ts';
import { sendSecondFactorFailedEmail } from './send-second-factor-failed-email.ts';
import { sendSecondFactorLinkEmail } from './send-second-factor-link-email.ts';
import { sendSenderLapsedEmail } from './send-sender-lapsed-email.ts';
import { sendSsoConfirmationEmail } from './send-sso-confirmation-email.ts';
import { sendSsoLinkedEmail } from './send-sso-linked-email.ts';
import { sendTestEmail } from './send-test-email.ts';
import { sendVerificationEmail } from './send-verification-email.ts';
import { sendVerificationReminderEmail } from './send-verification-reminder-email.ts';

const handlers: { [Name in JobName]: Handler<Name> } = {
  answerStranger,
  deleteDueAccount,
  evaluateApproval,
  evaluatePending,
  runBulkDecision,
  sendAccountDeletedEmail,
  sendAdminInvitationEmail,
  sendAdminNewDeviceEmail,
  sendAdminPasswordChangedEmail,
  sendAdminPasswordResetEmail,
  sendApiTokenCreatedEmail,
  sendApiTokenExpiringEmail,
  sendAdminSecondFactorChangedEmail,
  sendAdminSecondFactorFailedEmail,
  sendAdminSecondFactorLinkEmail,
  sendAdminSecondFactorResetEmail,
  sendAdminSsoLinkEmail,
  sendApprovedEmail,
  sendConfirmEmailChangeEmail,
  sendDeletionScheduledEmail,
  sendEmailChangedEmail,
  sendInvitationEmail,
  sendNewDeviceEmail,
  sendNewRequestEmail,
  sendPasswordChangedEmail,
  sendPasswordResetEmail,
  sendQuestionEmail,
  sendRegistrationLinkEmail,
  sendRegistrationStatusEmail,
  sendRejectedEmail,
  sendRequestReminderEmail,
  sendRevokedEmail,
  sendSecondFactorChangedEmail,
  sendSecondFactorFailedEmail,
  sendSecondFactorLinkEmail,
  sendSenderLapsedEmail,
  sendSsoConfirmationEmail,
  sendSsoLinkedEmail,
  sendTestEmail,
  sendVerificationEmail,
  sendVerificationReminderEmail,
};

export async function runHandler(environment: Environment, job: Claim): Promise<void> {
  const { name } = job;
  if (!isJobName(name)) throw new Error(`This worker has no handler for ${name}.`);
  await run(environment, name, job);
  // `answerStranger` has turned the job into that of a mail, which goes out at once.
  if (job.name !== name) await runHandler(environment, job);
}

async function run<Name extends JobName>(environment: Environment, name: Name, job: Claim): Promise<void> {
  const handler: Handler<Name> = handlers[name];
  await handler(environment, readPayload(environment.app, name, job), job);
}
