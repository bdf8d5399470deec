import * as z from 'zod';
import { parseAddress } from '../addresses/parse-address.ts';
import type { App } from '../app.ts';
import type { Claim } from '../jobs/claim-jobs.ts';
import type { JobName } from '../jobs/jobs.ts';
import { personOf } from './person.ts';

/**
 * Each of these holds a link that lets the owner in or proves the address, and so clears the state. Strangers who type the address can cause
 * most of them. So one is withheld only while the link of an earlier one still works: strangers fill the mailbox with no more than that, and
 * whenever the owner asks, there is a link that works. An email without a link is none of them.
 */
const LETS_IN: readonly string[] = [
  'sendVerificationEmail',
  'sendPasswordResetEmail',
  'sendRegistrationLinkEmail',
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
    if (LETS_IN.includes(job.name) && (await isTry(app, mark.id, job))) continue;
    reasons.set(job.id, WHY[mark.state]);
  }
  return reasons;
}

const WHY = {
  BOUNCED: 'Not sent: an earlier email to this address came back.',
  COMPLAINED: 'Not sent: the owner of this address marked an earlier email as spam.',
} as const;

const linked = z.object({ tokenId: z.uuid() });

/**
 * The row decides between parallel emails. A retry of the same job is the same try. One that failed for good brought no link,
 * unless it failed because there is no such mailbox. A mark that is gone by now keeps nobody.
 */
async function isTry({ prisma }: App, developerId: string, { id, name, payload }: Outgoing['job']): Promise<boolean> {
  const { tokenId } = linked.parse(payload);
  const [{ may }] = await prisma.$queryRaw<[{ may: boolean }]>`
    WITH mark AS MATERIALIZED (SELECT id, job_id FROM mail_states WHERE id = ${developerId}::uuid FOR KEY SHARE),
    tried AS (
      INSERT INTO mail_tries AS try (id, name, job_id, token_id) SELECT id, ${name}, ${id}::uuid, ${tokenId}::uuid FROM mark
      ON CONFLICT (id, name) DO UPDATE SET job_id = excluded.job_id, token_id = excluded.token_id
      WHERE try.job_id = excluded.job_id OR NOT EXISTS (SELECT FROM tokens WHERE id = try.token_id AND expires_at > now())
        OR EXISTS (SELECT FROM jobs, mark WHERE jobs.id = try.job_id AND status = 'FAILED' AND mark.job_id IS DISTINCT FROM try.job_id)
      RETURNING 1
    )
    SELECT EXISTS (SELECT FROM tried) OR NOT EXISTS (SELECT FROM mark) AS may`;
  return may;
}
