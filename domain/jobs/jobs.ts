import { z } from 'zod';
import type { Job, Prisma, Queue } from '../../prisma/generated/client/client.ts';
import { newId } from '../ids.ts';
import { type Bounds, bounds } from '../mail-allowance.ts';
import type { Transaction } from '../transaction.ts';

/**
 * The payload of each job: ids; what holds an address is sealed, such as that of a notice in `to` (`recipient.ts`). `bounds` names the
 * allowance that the mail is taken from, until it is.
 */
export type JobPayloads = {
  answerStranger: { sealed: string };
  evaluateApproval: { developerId: string };
  evaluatePending: { portalId: string };
  sendVerificationEmail: { tokenId: string };
  sendVerificationReminderEmail: { tokenId: string };
  sendRegistrationStatusEmail: { developerId: string };
  sendPasswordResetEmail: { tokenId: string };
  sendPasswordChangedEmail: { developerId: string; to: string; tokenId: string | null };
  sendConfirmEmailChangeEmail: { tokenId: string; bounds?: Bounds | undefined };
  sendEmailChangedEmail: { tokenId: string };
  sendSsoConfirmationEmail: { confirmationId: string; bounds?: Bounds | undefined };
  sendSsoLinkedEmail: { identityId: string; to: string };
  sendApprovedEmail: { decisionId: string };
  sendRejectedEmail: { decisionId: string };
  sendRevokedEmail: { decisionId: string };
  sendNewRequestEmail: { adminId: string; portalId: string };
  sendAdminPasswordResetEmail: { tokenId: string };
  sendAdminPasswordChangedEmail: { adminId: string; to: string };
  sendAccountDeletedEmail: { developerId: string; portalId: string; to: string; by: 'PERSON' | 'ADMIN' };
};

export type JobName = keyof JobPayloads;
export type JobPayload<Name extends JobName> = JobPayloads[Name];

const id = z.uuid();
const to = z.base64();

/**
 * The queue of each job, and how its payload is read back. There are two queues so that a decision never waits behind mails.
 */
export const jobs: { [Name in JobName]: { queue: Queue; payload: z.ZodType<JobPayloads[Name]> } } = {
  answerStranger: { queue: 'MAILS', payload: z.object({ sealed: z.base64() }) },
  evaluateApproval: { queue: 'APPROVALS', payload: z.object({ developerId: id }) },
  evaluatePending: { queue: 'APPROVALS', payload: z.object({ portalId: id }) },
  sendVerificationEmail: { queue: 'MAILS', payload: z.object({ tokenId: id }) },
  sendVerificationReminderEmail: { queue: 'MAILS', payload: z.object({ tokenId: id }) },
  sendRegistrationStatusEmail: { queue: 'MAILS', payload: z.object({ developerId: id }) },
  sendPasswordResetEmail: { queue: 'MAILS', payload: z.object({ tokenId: id }) },
  sendPasswordChangedEmail: { queue: 'MAILS', payload: z.object({ developerId: id, to, tokenId: id.nullable() }) },
  sendConfirmEmailChangeEmail: { queue: 'MAILS', payload: z.object({ tokenId: id, bounds: bounds.optional() }) },
  sendEmailChangedEmail: { queue: 'MAILS', payload: z.object({ tokenId: id }) },
  sendSsoConfirmationEmail: { queue: 'MAILS', payload: z.object({ confirmationId: id, bounds: bounds.optional() }) },
  sendSsoLinkedEmail: { queue: 'MAILS', payload: z.object({ identityId: id, to }) },
  sendApprovedEmail: { queue: 'MAILS', payload: z.object({ decisionId: id }) },
  sendRejectedEmail: { queue: 'MAILS', payload: z.object({ decisionId: id }) },
  sendRevokedEmail: { queue: 'MAILS', payload: z.object({ decisionId: id }) },
  sendNewRequestEmail: { queue: 'MAILS', payload: z.object({ adminId: id, portalId: id }) },
  sendAdminPasswordResetEmail: { queue: 'MAILS', payload: z.object({ tokenId: id }) },
  sendAdminPasswordChangedEmail: { queue: 'MAILS', payload: z.object({ adminId: id, to }) },
  sendAccountDeletedEmail: {
    queue: 'MAILS',
    payload: z.object({ developerId: id, portalId: id, to, by: z.enum(['PERSON', 'ADMIN']) }),
  },
};

/** What may stand in a log of a payload: its ids. */
export const idsOf = (payload: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(Object(payload)).filter(([key]) => key.endsWith('Id')));

export const isJobName = (name: string): name is JobName => Object.hasOwn(jobs, name);

export type { Job, Queue };

/** One attempt at a job, as the doorbell names it. */
export type JobRef = { id: string; queue: Queue; attempt: number };

/**
 * Writes a job into the transaction of the change that makes it necessary; the doorbell rings after the commit.
 * @param portalId the portal whose admins may see the job; null where only admins of all portals may
 * @param dueAt the earliest time to run it; now if left out
 */
export async function addJob<Name extends JobName>(
  tx: Transaction,
  name: Name,
  portalId: string | null,
  payload: JobPayload<Name>,
  dueAt?: Date,
): Promise<void> {
  await addJobs(tx, name, portalId, [payload], dueAt);
}

/** As `addJob`, for many jobs of one name at once. */
export async function addJobs<Name extends JobName>(
  tx: Transaction,
  name: Name,
  portalId: string | null,
  payloads: JobPayload<Name>[],
  dueAt?: Date,
): Promise<void> {
  if (payloads.length === 0) return;
  const { queue } = jobs[name];
  const rows = payloads.map((payload) => ({ id: newId(), queue, name, portalId, payload, ...(dueAt && { dueAt }) }));
  await tx.job.createMany({ data: rows satisfies Prisma.JobCreateManyInput[] });
  if (!dueAt) tx.added.push(...rows.map((row) => ({ id: row.id, queue, attempt: 0 })));
}
