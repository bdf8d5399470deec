import * as z from 'zod';
import type { Job, Queue } from '../../prisma/generated/client/client.ts';
import { bounds } from '../mail-allowance/bounds.ts';
import { storedTexts } from '../stored-texts.ts';
import { asked } from './asked.ts';

const id = z.uuid();
const to = z.base64();
// Jobs from older versions have no value here.
const toSince = to.default('');
const developerIdSince = id.nullable().default(null);
/** What the request asked for, for a person whose language nobody knows. */
const localeSince = z.string().nullable().default(null);

/**
 * A payload holds an email address only if it is sealed. A new key needs a default, because older jobs lack it. The timeline of a
 * developer finds the emails by `developerId`.
 */
const payloads = {
  answerStranger: asked,
  // Jobs from older versions have no value here.
  evaluateApproval: z.object({ developerId: id, invitationId: id.nullable().default(null) }),
  evaluatePending: z.object({ portalId: id }),
  runBulkDecision: z.object({ bulkDecisionId: id }),
  sendVerificationEmail: z.object({ tokenId: id, developerId: developerIdSince }),
  sendVerificationReminderEmail: z.object({ tokenId: id, developerId: developerIdSince }),
  sendRegistrationStatusEmail: z.object({ developerId: id, locale: localeSince }),
  sendPasswordResetEmail: z.object({ tokenId: id, developerId: developerIdSince, locale: localeSince }),
  sendRegistrationLinkEmail: z.object({ tokenId: id, developerId: id, locale: localeSince }),
  sendPasswordChangedEmail: z.object({ developerId: id, to: toSince, tokenId: id.nullable().default(null) }),
  sendConfirmEmailChangeEmail: z.object({ tokenId: id, developerId: developerIdSince, bounds: bounds.optional() }),
  sendEmailChangedEmail: z.object({ tokenId: id, developerId: developerIdSince }),
  sendSecondFactorLinkEmail: z.object({ tokenId: id, developerId: id }),
  sendSecondFactorChangedEmail: z.object({
    developerId: id,
    to,
    change: z.enum(['ADDED', 'REMOVED', 'CODES_RENEWED', 'CODE_USED', 'RESET']),
  }),
  sendSecondFactorFailedEmail: z.object({ developerId: id }),
  sendSsoConfirmationEmail: z.object({ confirmationId: id, bounds: bounds.optional() }),
  sendSsoLinkedEmail: z.object({ identityId: id, developerId: developerIdSince, to: toSince }),
  sendApprovedEmail: z.object({ decisionId: id, developerId: developerIdSince }),
  sendRejectedEmail: z.object({ decisionId: id, developerId: developerIdSince }),
  sendRevokedEmail: z.object({ decisionId: id, developerId: developerIdSince }),
  sendQuestionEmail: z.object({ tokenId: id, developerId: id }),
  sendTestEmail: z.object({ adminId: id, portalId: id, mail: z.string(), locale: z.string(), texts: storedTexts }),
  sendNewRequestEmail: z.object({ adminId: id, portalId: id }),
  sendSenderLapsedEmail: z.object({ adminId: id, portalId: id }),
  sendRequestReminderEmail: z.object({ adminId: id, portalId: id, why: z.enum(['LONG_WAIT', 'NOBODY_DECIDES']) }),
  sendAdminInvitationEmail: z.object({ invitationId: id, locale: localeSince }),
  sendInvitationEmail: z.object({ invitationId: id }),
  sendAdminPasswordResetEmail: z.object({ tokenId: id, locale: localeSince }),
  sendApiTokenCreatedEmail: z.object({ apiTokenId: id }),
  sendApiTokenExpiringEmail: z.object({ apiTokenId: id, adminId: id }),
  sendAdminSsoLinkEmail: z.object({ tokenId: id, locale: localeSince }),
  sendAdminPasswordChangedEmail: z.object({ adminId: id, to: toSince }),
  sendAdminSecondFactorLinkEmail: z.object({ tokenId: id, locale: localeSince }),
  sendAdminSecondFactorChangedEmail: z.object({
    adminId: id,
    change: z.enum(['ADDED', 'REMOVED', 'CODES_RENEWED', 'CODE_USED', 'RESET']),
  }),
  sendAdminSecondFactorFailedEmail: z.object({ adminId: id }),
  sendAdminSecondFactorResetEmail: z.object({ ownerId: id, adminId: id, resetById: id.nullable() }),
  deleteDueAccount: z.object({ developerId: id }),
  sendNewDeviceEmail: z.object({ developerId: id, eventId: id }),
  sendAdminNewDeviceEmail: z.object({ adminId: id, eventId: id }),
  sendDeletionScheduledEmail: z.object({ tokenId: id, developerId: id, to }),
  sendAccountDeletedEmail: z.object({
    developerId: id,
    portalId: id,
    to,
    by: z.enum(['PERSON', 'ADMIN']),
    locale: localeSince,
  }),
};

export type JobName = keyof typeof payloads;
export type JobPayload<Name extends JobName> = z.infer<(typeof payloads)[Name]>;

export type SealedJobName = 'answerStranger';
const SEALED: readonly JobName[] = ['answerStranger'] satisfies SealedJobName[];

/** Decisions and deletions have a queue of their own, so that they never wait behind mails, nor are held like mails after a restore. */
const APPROVALS: readonly JobName[] = ['evaluateApproval', 'evaluatePending', 'runBulkDecision', 'deleteDueAccount'];

/**
 * A person waits for these: links that they asked for just now, and the decision of the rules after the click on one. Or they warn a person
 * of what somebody else may have done to the account.
 */
const URGENT: readonly JobName[] = [
  'answerStranger',
  'evaluateApproval',
  'sendVerificationEmail',
  'sendRegistrationStatusEmail',
  'sendPasswordResetEmail',
  'sendRegistrationLinkEmail',
  'sendConfirmEmailChangeEmail',
  'sendSecondFactorLinkEmail',
  'sendSsoConfirmationEmail',
  'sendAdminPasswordResetEmail',
  'sendAdminSsoLinkEmail',
  'sendAdminSecondFactorLinkEmail',
  'sendPasswordChangedEmail',
  'sendEmailChangedEmail',
  'sendSecondFactorChangedEmail',
  'sendSecondFactorFailedEmail',
  'sendSsoLinkedEmail',
  'sendNewDeviceEmail',
  'sendDeletionScheduledEmail',
  'sendAccountDeletedEmail',
  'sendAdminPasswordChangedEmail',
  'sendAdminSecondFactorChangedEmail',
  'sendAdminSecondFactorFailedEmail',
  'sendAdminSecondFactorResetEmail',
  'sendAdminNewDeviceEmail',
  'sendTestEmail',
  'sendApiTokenCreatedEmail',
];

export const payloadSchemas: { [Name in JobName]: z.ZodType<JobPayload<Name>> } = payloads;

export const queueOf = (name: JobName): Queue => (APPROVALS.includes(name) ? 'APPROVALS' : 'MAILS');

/** Whether a job comes before those that nobody waits for. */
export const isUrgent = (name: JobName): boolean => URGENT.includes(name);

export const isSealed = (name: JobName): boolean => SEALED.includes(name);

export const isJobName = (name: string): name is JobName => Object.hasOwn(payloads, name);

/** The part of a payload that may be logged. */
export const idsOf = (payload: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(Object(payload)).filter(([key]) => key.endsWith('Id')));

export type { Job, Queue };
