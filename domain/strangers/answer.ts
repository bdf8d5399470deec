import { Prisma } from '../../prisma/generated/client/client.ts';
import { answerAdmin } from '../admins/answer-stranger.ts';
import type { App } from '../app.ts';
import { answerAtPortal } from '../developers/answer-stranger.ts';
import type { JobName, JobPayload } from '../jobs/jobs.ts';
import { openAsked } from './ask.ts';

type MailName =
  | 'sendVerificationEmail'
  | 'sendPasswordResetEmail'
  | 'sendRegistrationStatusEmail'
  | 'sendAdminPasswordResetEmail';

/** The mail that a job has turned into. */
export type MailJob = { [Name in MailName]: { name: Name; payload: JobPayload<Name> } }[MailName];

/** What came of the statement that answers. */
export type Answered = {
  /** Whether the job still waited for its answer. */
  wasOpen: boolean;
  /** Whether there was something to mail, and the allowance for it. */
  isAllowed: boolean;
  mail: MailJob | null;
};

const NAME: JobName = 'answerStranger';

/**
 * Answers what a stranger asked for an address. The job turns into the job of the mail, in the statement that takes the allowance
 * and writes the link; so a second attempt mails the same link and takes nothing. Without anything to mail, nothing is left of it.
 * @returns the mail to send now
 * @throws Error if somebody else answered it or took the address in this moment; the next attempt goes on from there
 */
export async function answerStranger(app: App, jobId: string, sealed: string): Promise<MailJob | null> {
  const asked = openAsked(app, jobId, sealed);
  const answer = asked.act === 'RESET_ADMIN_PASSWORD' ? answerAdmin : answerAtPortal;
  const { wasOpen, isAllowed, mail } = await answer(app, jobId, asked);
  if (mail) return mail;
  if (!wasOpen || isAllowed) throw new Error('Another worker was faster.');
  await app.prisma.$executeRaw`DELETE FROM jobs WHERE id = ${jobId}::uuid AND name = ${NAME}`;
  return null;
}

/** SQL for use in a WITH: locks the job while it still waits for its answer. */
export const openJob = (jobId: string): Prisma.Sql =>
  Prisma.sql`SELECT id, portal_id, created_at FROM jobs WHERE id = ${jobId}::uuid AND name = ${NAME} FOR UPDATE`;
