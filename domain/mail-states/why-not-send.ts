import { parseAddress } from '../addresses/parse-address.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import type { Claim } from '../jobs/claim-jobs.ts';
import type { JobName } from '../jobs/jobs.ts';
import { personOf } from './person.ts';

/**
 * The owner of a dead mailbox that lives again, and one who pressed the wrong button, has a way back. A sender of bounces has a bad name.
 * @limit Time between two emails that a person asks for, to an address that is BOUNCED or COMPLAINED. Beyond: The next one goes out.
 */
export const TRY_AGAIN_MS = DAY_MS;

/** A person asked for these, and needs them to get in or to prove the address. */
const ASKED_FOR: readonly string[] = [
  'sendVerificationEmail',
  'sendPasswordResetEmail',
  'sendRegistrationLinkEmail',
  'sendRegistrationStatusEmail',
  'sendSecondFactorLinkEmail',
] satisfies JobName[];

/** They warn of somebody else in the account. A mailbox that complained still gets mail. No stranger can cause them. */
const OF_SECURITY: readonly string[] = [
  'sendPasswordChangedEmail',
  'sendEmailChangedEmail',
  'sendSecondFactorChangedEmail',
  'sendSecondFactorFailedEmail',
  'sendNewDeviceEmail',
  'sendSsoLinkedEmail',
  'sendDeletionScheduledEmail',
] satisfies JobName[];

export type Outgoing = { job: Pick<Claim, 'id' | 'name' | 'payload'>; to: string };

type Held = { id: string; state: 'BOUNCED' | 'COMPLAINED'; email: string };

/**
 * Says for each email why it must not go out, in words for admins, or null if it may. Emails to admins always may.
 * @param emails of one moment, so that there is one statement for all of them
 */
export async function whyNotSend(app: App, emails: Outgoing[]): Promise<Map<string, string>> {
  const people = emails.flatMap(({ job }) => {
    const person = personOf(job);
    return person?.kind === 'DEVELOPER' ? [person.id] : [];
  });
  if (people.length === 0) return new Map();
  const held = await app.prisma.$queryRaw<Held[]>`
    SELECT mark.id, mark.state::text, developer.email FROM mail_states mark JOIN developers developer ON developer.id = mark.developer_id
    WHERE mark.id = ANY (${people}::uuid[]) AND mark.state IN ('BOUNCED', 'COMPLAINED')`;
  const byId = new Map(held.map((mark) => [mark.id, mark]));
  const reasons = new Map<string, string>();
  for (const { job, to } of emails) {
    const mark = byId.get(personOf(job)?.id ?? '');
    // A notice to the address of before is about another mailbox.
    if (!mark || parseAddress(to)?.canonical !== mark.email) continue;
    if (mark.state === 'COMPLAINED' && OF_SECURITY.includes(job.name)) continue;
    if (ASKED_FOR.includes(job.name) && (await isTry(app, mark.id, job.id))) continue;
    reasons.set(job.id, WHY[mark.state]);
  }
  return reasons;
}

const WHY = {
  BOUNCED: 'Not sent: an earlier email to this address came back.',
  COMPLAINED: 'Not sent: the owner of this address marked an earlier email as spam.',
} as const;

/** The row decides between parallel emails. A retry of the same job is the same try. */
async function isTry({ prisma }: App, developerId: string, jobId: string): Promise<boolean> {
  const tried = await prisma.$executeRaw`
    UPDATE mail_states SET tried_at = CASE WHEN tried_job_id = ${jobId}::uuid THEN tried_at ELSE now() END, tried_job_id = ${jobId}::uuid
    WHERE id = ${developerId}::uuid AND (tried_job_id = ${jobId}::uuid OR tried_at IS NULL OR tried_at < ${ago(TRY_AGAIN_MS)})`;
  return tried > 0;
}
