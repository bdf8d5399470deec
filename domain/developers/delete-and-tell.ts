import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { byCaller, byDeveloper, record } from '../events/record.ts';
import { forgetClient } from '../events/remove-events.ts';
import { addJob } from '../jobs/add-job.ts';
import { sealRecipient } from '../jobs/recipient.ts';
import type { Caller } from '../permissions.ts';
import type { Transaction } from '../transaction.ts';
import { addressesOf } from './addresses-of.ts';

/** The developer must be locked. Also tells the earlier email addresses, because their links end now. */
export async function deleteAndTell(app: App, tx: Transaction, developer: Developer, by: Caller | 'PERSON'): Promise<void> {
  const { id: developerId, portalId, emailVerifiedAt, locale } = developer;
  const addresses = await addressesOf(tx, developer);
  await tx.developer.delete({ where: { id: developerId } });
  await forgetClient(tx, developerId);
  await record(tx, {
    type: 'developer.deleted',
    portalId,
    actor: by === 'PERSON' ? byDeveloper(developerId) : byCaller(by),
    subject: { kind: 'DEVELOPER', id: developerId },
    data: {},
  });
  if (!emailVerifiedAt) return;
  await forgetInvitations(tx, developer);
  for (const address of addresses) {
    const to = sealRecipient(app, developerId, address);
    await addJob(tx, 'sendAccountDeletedEmail', portalId, {
      developerId,
      portalId,
      to,
      by: by === 'PERSON' ? by : 'ADMIN',
      locale,
    });
  }
}

/** A named invitation holds the email address, the name and answers. A link holds nothing of the person. */
async function forgetInvitations(tx: Transaction, { portalId, email, invitationId }: Developer): Promise<void> {
  const ofPerson = [{ email }, ...(invitationId ? [{ id: invitationId, email: { not: null } }] : [])];
  await tx.invitation.deleteMany({ where: { portalId, OR: ofPerson } });
}
