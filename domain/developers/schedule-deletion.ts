import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { byDeveloper, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { addJob, addJobs } from '../jobs/add-job.ts';
import { sealRecipient } from '../jobs/recipient.ts';
import { endLinks, endSsoCodes } from '../tokens/end-links.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import type { Transaction } from '../transaction.ts';
import { addressesOf } from './addresses-of.ts';

const PURPOSE = 'KEEP_ACCOUNT';

/**
 * The developer must be locked. Ends all sessions, and all links but those that give the account back to its owner.
 * @returns when the account is deleted. An account that waits for that keeps its time and its link. Null if the portal deletes at once: then
 * nothing has changed
 */
export async function scheduleDeletion(app: App, tx: Transaction, developer: Developer, client: Client): Promise<Date | null> {
  const { id: developerId, portalId, deletionDueAt } = developer;
  const dueAt = deletionDueAt ?? (await markDue(tx, developerId));
  if (!dueAt) return null;
  await endLinks(tx, developerId);
  await endSsoCodes(tx, developerId);
  await tx.session.deleteMany({ where: { developerId } });
  if (deletionDueAt) return dueAt;

  const tokenId = newId();
  const hash = hashSecret(mailedToken(app.keys, PURPOSE, tokenId));
  await tx.$executeRaw`
    INSERT INTO tokens (id, purpose, hash, developer_id, expires_at, requested_at, requested_address, requested_user_agent)
    VALUES (${tokenId}::uuid, ${PURPOSE}::"TokenPurpose", ${hash}, ${developerId}::uuid, ${dueAt}, now(), ${client.ip}, ${client.userAgent})`;
  await record(tx, {
    type: 'developer.deletion-scheduled',
    portalId,
    actor: byDeveloper(developerId),
    subject: { kind: 'DEVELOPER', id: developerId },
    data: { dueAt: dueAt.toISOString() },
  });
  await addJob(tx, 'deleteDueAccount', portalId, { developerId }, dueAt);
  const addresses = [...(await addressesOf(tx, developer))];
  const mails = addresses.map((address) => ({ tokenId, developerId, to: sealRecipient(app, developerId, address) }));
  await addJobs(tx, 'sendDeletionScheduledEmail', portalId, mails);
  return dueAt;
}

/** In hours, because a day of PostgreSQL has 23 or 25 of them where its time zone changes. */
async function markDue(tx: Transaction, id: string): Promise<Date | null> {
  const [marked] = await tx.$queryRaw<{ dueAt: Date }[]>`
    UPDATE developers SET deletion_due_at = now() + portal.deletion_grace_days * interval '24 hours'
    FROM portals portal WHERE developers.id = ${id}::uuid AND portal.id = portal_id AND portal.deletion_grace_days > 0
    RETURNING deletion_due_at AS "dueAt"`;
  return marked?.dueAt ?? null;
}
